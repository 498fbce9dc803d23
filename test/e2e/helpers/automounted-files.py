#!/usr/bin/env python3
"""Mounts an automounted directory (autofs(5)) whose daemon answers no more, and a file system of one file in it.

usage: automounted-files.py DIRECTORY NAME

The text of DIRECTORY/host/NAME comes as the first line of standard input, in JSON. Prints "mounted". After the next
line the file system is unmounted, so that whoever looks for it waits for the daemon, and "hanging" is printed. All is
unmounted when standard input ends.
"""

import ctypes
import json
import os
import sys

MNT_DETACH = 2

libc = ctypes.CDLL(None, use_errno=True)
directory, name = sys.argv[1:]
host = os.path.join(directory, 'host')


def mount(kind, point, options):
    if libc.mount(kind.encode(), point.encode(), kind.encode(), 0, options.encode()) != 0:
        sys.exit(f'{kind}: {os.strerror(ctypes.get_errno())}')


# The group of the daemon may go where everybody else waits.
os.setpgid(0, 0)
_, pipe = os.pipe()
mount('autofs', directory, f'fd={pipe},pgrp={os.getpgrp()},minproto=5,maxproto=5,indirect')
os.mkdir(host)
mount('tmpfs', host, 'mode=755')
with open(os.path.join(host, name), 'w') as file:
    file.write(json.loads(sys.stdin.readline()))
print('mounted', flush=True)
if sys.stdin.readline() != '':
    libc.umount2(host.encode(), MNT_DETACH)
    os.rmdir(host)
    print('hanging', flush=True)
    sys.stdin.readline()
for point in (host, directory):
    libc.umount2(point.encode(), MNT_DETACH)
