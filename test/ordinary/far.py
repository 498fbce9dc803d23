"""Servers of the world outside: they take connections and keep them open.

Arguments: ports of HTTP, which answers with a header and the first line of a text that goes on; ports that read and
never answer; ports that do not even read. UDP 53 takes questions and answers none.
"""

import socket
import sys
import threading

http, silent, deaf = ({int(port) for port in ports.split(",")} for ports in sys.argv[1:])

answer = b"""HTTP/1.1 200 OK\r
Content-Type: text/plain\r
Content-Length: 10000000\r
\r
:
"""


def serve(connection, port):
    if port in http:
        connection.recv(65536)
        connection.sendall(answer)
    while connection.recv(65536):
        pass


def accept(listener, port):
    kept = []
    while True:
        connection = listener.accept()[0]
        kept.append(connection)
        if port not in deaf:
            threading.Thread(target=serve, args=(connection, port), daemon=True).start()


for port in http | silent | deaf:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", port))
    listener.listen(128)
    threading.Thread(target=accept, args=(listener, port)).start()
questions = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
questions.bind(("0.0.0.0", 53))
