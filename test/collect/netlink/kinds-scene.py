"""Holds sockets of the seldom kinds until standard input ends: Multipath TCP, ping, TCP that is only bound.

Runs in a network namespace with loopback up. Prints "ready" when all stand.
"""

import socket
import sys

TCP, UDP, V4, V6 = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.AF_INET, socket.AF_INET6
with open("/proc/net/protocols") as protocols:
    MPTCP = 262 if "MPTCP" in protocols.read() else 0
held = []


def opened(family, kind, protocol, address):
    end = socket.socket(family, kind, protocol)
    held.append(end)
    end.bind(address)
    return end


def listening(family, protocol, address):
    server = opened(family, TCP, protocol, address)
    server.listen(5)
    return server


def connected(server, protocol):
    client = socket.socket(V4, TCP, protocol)
    client.connect(server.getsockname())
    held.extend((client, server.accept()[0]))


multipath = listening(V4, MPTCP, ("127.0.0.1", 7420))
listening(V6, MPTCP, ("::", 7421))
plain = listening(V4, 0, ("127.0.0.1", 7419))
connected(multipath, MPTCP)
connected(multipath, 0)  # the server falls back
connected(plain, MPTCP)  # the client does

opened(V4, TCP, 0, ("127.0.0.1", 7777))
opened(V6, TCP, 0, ("::", 7778))

# Of this namespace alone.
with open("/proc/sys/net/ipv4/ping_group_range", "w") as setting:
    setting.write("0 2147483647")
opened(V4, UDP, socket.IPPROTO_ICMP, ("0.0.0.0", 7401))
opened(V4, UDP, socket.IPPROTO_ICMP, ("127.0.0.1", 7402)).connect(("127.0.0.1", 0))
opened(V6, UDP, socket.IPPROTO_ICMPV6, ("::1", 7403))

print("ready", flush=True)
sys.stdin.read()
