#!/usr/bin/env python3
"""Opens TCP connections on loopback and holds them: the load of the benchmark.
Run it in a network namespace of its own.

usage: load.py SOCKETS [--processes N] [--churn SHARE] [--traffic SHARE]

SOCKETS counts both ends of every connection and the listeners. Prints "ready COUNT" when all are open; ends, and
closes all, when standard input ends. --churn closes and reopens that share of the connections every second, by reset
so that the number of sockets stays. --traffic sends one byte through that share of them every second.
"""

import argparse
import os
import resource
import signal
import socket
import struct
import sys
import time

# SO_LINGER with no time: closing resets the connection, which leaves no TIME_WAIT.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Load:
    def __init__(self, number, sockets):
        self.address = f"127.0.1.{number + 1}"
        self.listener = socket.create_server((self.address, 0), backlog=4096)
        self.pairs = [self.pair() for _ in range((sockets - 1) // 2)]
        self.count = 1 + 2 * len(self.pairs)
        self.next = 0

    def pair(self):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        client.bind((self.address, 0))
        client.connect(self.listener.getsockname())
        server, _ = self.listener.accept()
        return client, server

    def batch(self, share):
        """The connections whose turn it is in this second."""
        for _ in range(int(len(self.pairs) * share)):
            self.next = (self.next + 1) % len(self.pairs)
            yield self.next

    def second(self, churn, traffic):
        for index in self.batch(churn):
            for end in self.pairs[index]:
                end.close()
            self.pairs[index] = self.pair()
        for index in self.batch(traffic):
            client, server = self.pairs[index]
            client.send(b".")
            server.recv(1)


def hold(number, sockets, churn, traffic, ready):
    parent = os.getppid()
    load = Load(number, sockets)
    os.write(ready, struct.pack("i", load.count))
    while os.getppid() == parent:
        start = time.monotonic()
        load.second(churn, traffic)
        time.sleep(max(0.01, 1 - (time.monotonic() - start)))


def allow_descriptors(count):
    """Raises the limit of open files. Past the hard limit only root may, and not in every container."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, hard)))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("sockets", type=int)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--churn", type=float, default=0)
    parser.add_argument("--traffic", type=float, default=0)
    wanted = parser.parse_args()
    share = wanted.sockets // wanted.processes
    allow_descriptors(share + 64)
    reading, writing = os.pipe()
    children = []
    for number in range(wanted.processes):
        child = os.fork()
        if child == 0:
            os.close(reading)
            hold(number, share, wanted.churn, wanted.traffic, writing)
            os._exit(0)
        children.append(child)
    os.close(writing)
    print("ready", sum(struct.unpack("i", os.read(reading, 4))[0] for _ in children), flush=True)
    sys.stdin.read()
    for child in children:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


main()
