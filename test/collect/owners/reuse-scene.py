"""Shares a listening socket with a child, and lets the child's pid pass to a process that has nothing to do with it.

Runs as root in a PID namespace of its own. Prints the port and the child's pid; a line of input ends the child, gives
its pid to another process, and prints that pid. Ends with standard input.
"""

import os
import signal
import socket
import sys


def child(keeps):
    pid = os.fork()
    if pid == 0:
        if not keeps:
            server.close()
        signal.pause()
    return pid


server = socket.create_server(("127.0.0.1", 0))
first = child(keeps=True)
print(server.getsockname()[1], first, flush=True)
sys.stdin.readline()
os.kill(first, signal.SIGKILL)
os.waitpid(first, 0)
# A thread of another process may take the pid in between.
for attempt in range(100):
    with open("/proc/sys/kernel/ns_last_pid", "w") as file:
        file.write(str(first - 1))
    second = child(keeps=False)
    if second == first:
        break
    os.kill(second, signal.SIGKILL)
    os.waitpid(second, 0)
print(second, flush=True)
sys.stdin.read()
os.kill(second, signal.SIGKILL)
