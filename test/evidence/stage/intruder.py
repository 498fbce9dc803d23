"""The intruder's machine. Reads one JSON document of orders, then one variant's address a line; ends with its input.

Every address of 198.19.0.0/16 and fd13::/64 is its own: the address shows which variant a connection is of. Prints
`listening`, then `shell ADDRESS` for each shell that has answered. A line of input ends the connection of that address.
"""
import json
import os
import socket
import ssl
import sys
import threading
import time

orders = json.loads(sys.stdin.readline())
shells = orders["shells"]
encrypted = set(orders["encrypted"])
print_lock = threading.Lock()
conversations = {}


def report(*words):
    with print_lock:
        print(*words, flush=True)


def plain(address):
    return address.removeprefix("::ffff:")


def converse(connection, variant):
    """Reads to the end. A shell must first answer, which shows that orders reach the shell."""
    conversations[variant] = connection
    try:
        if variant in shells:
            connection.sendall(shells[variant].encode())
            heard = b""
            while b"pw42" not in heard:
                part = connection.recv(4096)
                if not part:
                    report("ended", variant, heard[-200:])
                    return
                heard += part
            report("shell", variant)
        while connection.recv(4096):
            pass
    except OSError as error:
        report("lost", variant, error)
    # Until then the host's end stays in FIN_WAIT2.
    connection.close()


def accepted(connection):
    variant = plain(connection.getsockname()[0])
    if variant in encrypted:
        connection = tls.wrap_socket(connection, server_side=True)
    converse(connection, variant)


def serve(listener):
    while True:
        start(accepted, listener.accept()[0])


def call(source, from_port, target, port, variant):
    """Connects as soon as the host listens."""
    while True:
        connection = socket.socket(socket.AF_INET6 if ":" in target else socket.AF_INET)
        # Others wait on the same port of every address.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        connection.bind((source, from_port))
        try:
            connection.connect((target, port))
        except OSError:
            connection.close()
            time.sleep(0.05)
            continue
        converse(connection, variant)
        return


def call_by_datagrams(source, from_port, target, port, variant):
    """Repeats the order until the shell answers: a datagram that comes before the host listens is lost."""
    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    connection.bind((source, from_port))
    connection.settimeout(0.2)
    conversations[variant] = connection
    while True:
        try:
            connection.sendto(shells[variant].encode(), (target, port))
            if b"pw42" in connection.recv(4096):
                report("shell", variant)
                return
        except OSError:
            time.sleep(0.05)


def start(run, *arguments):
    threading.Thread(target=run, args=arguments, daemon=True).start()


def bound(kind, port):
    end = socket.socket(socket.AF_INET6, kind)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    end.bind(("::", port))
    return end


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(orders["certificate"])
for port in orders["tcp"]:
    listener = bound(socket.SOCK_STREAM, port)
    listener.listen(256)
    start(serve, listener)
# Nobody reads the datagrams.
sinks = [bound(socket.SOCK_DGRAM, port) for port in orders["udp"]]
for each in orders["calls"]:
    run = call_by_datagrams if each["udp"] else call
    start(run, *(each[name] for name in ("source", "from", "to", "port", "variant")))
report("listening")
for line in sys.stdin:
    connection = conversations.get(line.strip())
    if connection:
        try:
            connection.sendall(b"exit\n")
        except OSError as error:
            report("lost", line.strip(), error)
os._exit(0)
