"""Opens sockets as it is told, and holds them until standard input ends.

Takes one command a line, answers each with one line: a number, or what went wrong.

listen PROTOCOL ADDRESS PORT [BACKLOG]   the socket's number (udp: bound, without a peer)
connect PROTOCOL ADDRESS PORT            the number of the near end; the far end is the number after it where a listener
                                         of this process accepts it
dial ADDRESS PORT                        as connect, but neither waits nor accepts
finish NUMBER                            ends the sending side of a connection
close NUMBER                             closes the socket
name HEX                                 renames this process
"""

import socket
import sys

opened = []


def add(each):
    opened.append(each)
    return len(opened) - 1


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def kind(protocol):
    return socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM


def listen(protocol, address, port, backlog="16"):
    each = socket.socket(family(address), kind(protocol))
    each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    each.bind((address, int(port)))
    if protocol == "tcp":
        each.listen(int(backlog))
    return add(each)


def connect(protocol, address, port):
    near = socket.socket(family(address), kind(protocol))
    near.connect((address, int(port)))
    number = add(near)
    for each in opened:
        if protocol == "tcp" and is_listener(each) and each.getsockname()[1] == int(port):
            add(each.accept()[0])
            break
    return number


def is_listener(each):
    return each.fileno() >= 0 and each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1


def dial(address, port):
    each = socket.socket(family(address), socket.SOCK_STREAM)
    each.setblocking(False)
    each.connect_ex((address, int(port)))
    return add(each)


def finish(number):
    opened[int(number)].shutdown(socket.SHUT_WR)
    return number


def close(number):
    opened[int(number)].close()
    return number


def name(text):
    with open("/proc/self/comm", "wb") as comm:
        comm.write(bytes.fromhex(text))
    return 0


commands = {each.__name__: each for each in (listen, connect, dial, finish, close, name)}

for line in sys.stdin:
    word, *parameters = line.split()
    try:
        print(commands[word](*parameters), flush=True)
    except OSError as error:
        print(f"{line.strip()}: {error}", flush=True)
