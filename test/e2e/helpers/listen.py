"""Listens, with workers, and prints its ports.

listen.py WORKERS [PROTOCOL ADDRESS PORT]...

Each worker is a fork that holds the same sockets. Port 0 is one that the kernel gives. Ends with its standard input.
"""

import os
import socket
import sys

workers, ends = int(sys.argv[1]), sys.argv[2:]
opened = []
for protocol, address, port in zip(ends[::3], ends[1::3], ends[2::3]):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    each = socket.socket(family, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
    each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    each.bind((address, int(port)))
    if protocol == "tcp":
        each.listen(16)
    opened.append(each)
children = []
for _ in range(workers):
    child = os.fork()
    if child == 0:
        sys.stdin.read()
        os._exit(0)
    children.append(child)
print(*[each.getsockname()[1] for each in opened], flush=True)
sys.stdin.read()
for child in children:
    os.waitpid(child, 0)
