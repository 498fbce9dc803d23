"""A server on 127.0.0.1 port 8443 in a network namespace that is hard to find; writes "ready INODE", and waits."""

import ctypes
import os
import socket
import subprocess
import sys
import threading

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
held = []


def call(name, *arguments):
    if getattr(libc, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)


def enter_new():
    """Enters a new namespace; returns a descriptor of the one before."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    call("unshare", CLONE_NEWNET)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    return home


def serve():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 8443))
    listener.listen()
    held.append(listener)


def inode():
    return os.readlink("/proc/thread-self/ns/net")


def in_thread():
    """A thread is in the namespace, the process is not."""
    entered = threading.Event()

    def run():
        enter_new()
        serve()
        held.append(inode())
        entered.set()
        threading.Event().wait()

    threading.Thread(target=run, daemon=True).start()
    entered.wait()
    return held[-1]


def by_descriptor():
    """The process has left the namespace, and has it open."""
    home = enter_new()
    serve()
    name = inode()
    held.append(os.open("/proc/self/ns/net", os.O_RDONLY))
    call("setns", home, CLONE_NEWNET)
    return name


print("ready", globals()[sys.argv[1]](), flush=True)
sys.stdin.read()
