"""Holds sockets in every state that one machine can show, while others come and go, until standard input ends.

Runs in a network namespace with the devices of differential.test.ts. Prints "ready" when all stand.
"""

import select
import socket
import sys

TCP, UDP, V4, V6 = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.AF_INET, socket.AF_INET6
held = []


def opened(family, kind, address, peer=None, v6only=None, device=None):
    end = socket.socket(family, kind)
    held.append(end)
    if v6only is not None:
        end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    if device is not None:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device)
    end.bind(address)
    if peer is not None:
        end.connect(peer)
    return end


def listening(family, address, backlog, v6only=None):
    server = opened(family, TCP, address, v6only=v6only)
    server.listen(backlog)
    return server


def connected(server, address):
    client = socket.create_connection(address)
    ends = client, server.accept()[0]
    held.extend(ends)
    return ends


def churn(server):
    """Half of the connections are reset, half leave TIME_WAIT."""
    client = socket.create_connection(server.getsockname())
    accepted, _ = server.accept()
    client.sendall(b"x")
    if client.getsockname()[1] % 2:
        accepted.close()  # unread data: the kernel answers with a reset
        client.close()
    else:
        accepted.recv(1)
        client.close()
        accepted.close()


plain = listening(V4, ("127.0.0.1", 8080), 5)
both = listening(V6, ("::", 8443), 128, v6only=0)
only = listening(V6, ("::1", 9443), 7, v6only=1)
busy = listening(V4, ("127.0.0.2", 8081), 64)

_, reader = connected(plain, ("127.0.0.1", 8080))  # with 600 bytes to read
held[-2].sendall(b"x" * 1000)
reader.recv(400)
connected(both, ("127.0.0.1", 8443))  # v4-mapped
connected(only, ("::1", 9443))
half, _ = connected(plain, ("127.0.0.1", 8080))  # FIN_WAIT2 and CLOSE_WAIT
half.shutdown(socket.SHUT_WR)
for family, server, address in ((V4, plain, "127.0.0.1"), (V6, only, "::1")):  # TIME_WAIT
    for end in connected(server, (address, server.getsockname()[1])):
        held.remove(end)
        end.close()
orphan, _ = connected(plain, ("127.0.0.1", 8080))  # FIN_WAIT2 without a process
held.remove(orphan)
orphan.close()
held.append(socket.create_connection(("127.0.0.1", 8080)))  # not accepted

deferring = listening(V4, ("127.0.0.1", 8082), 5)  # SYN_RECV, until there is data
deferring.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 60)
held.append(socket.create_connection(("127.0.0.1", 8082)))

silent = opened(V4, TCP, ("10.9.0.5", 0))  # SYN_SENT: nobody is at the neighbour's address
silent.setblocking(False)
silent.connect_ex(("10.9.0.99", 80))
opened(V4, TCP, ("10.9.0.5", 7777))  # bound, and nothing else

scope = socket.if_nametoindex("veth0")
receiver = opened(V4, UDP, ("127.0.0.1", 5353))
opened(V4, UDP, ("127.0.0.1", 0), peer=("127.0.0.1", 5353)).send(b"z" * 10)
opened(V4, UDP, ("0.0.0.0", 514))
opened(V4, UDP, ("0.0.0.0", 68), device=b"veth0")
opened(V6, UDP, ("::", 6353), v6only=0)
opened(V6, UDP, ("fe80::5", 9999, 0, scope))
opened(V6, UDP, ("fe80::5", 9998, 0, scope), peer=("fe80::6", 53, 0, scope))

# Of this namespace alone. A connection that takes over the ports of one in TIME_WAIT would look like that one a moment
# later.
with open("/proc/sys/net/ipv4/tcp_tw_reuse", "w") as setting:
    setting.write("0")
for _ in range(20):
    churn(busy)
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0.005)[0]:
    churn(busy)
    opened(V4, UDP, ("127.0.0.3", 0))
    held.pop().close()
