"""A name server that answers every question with one PTR record (RFC 1035), until standard input ends.

Takes its address and the name in hexadecimal digits. Writes a line when it listens, and one for each question.
"""

import os
import socket
import sys
import threading

address, name = sys.argv[1], bytes.fromhex(sys.argv[2])
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, 53))


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
print("ready", flush=True)
labels = b"".join(bytes([len(label)]) + label for label in name.split(b".")) + b"\0"
while True:
    query, sender = server.recvfrom(4096)
    question = query[12 : query.index(0, 12) + 5]
    header = query[:2] + bytes.fromhex("8180 0001 0001 0000 0000")
    answer = bytes.fromhex("c00c 000c 0001 0000003c") + len(labels).to_bytes(2, "big") + labels
    print("asked", flush=True)
    server.sendto(header + question + answer, sender)
