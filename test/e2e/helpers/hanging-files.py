"""A file system in user space (FUSE, /dev/fuse) that has one file, and that stops to answer on request.

Arguments: the directory to mount it on, the file it shows the bytes of, and the name it shows it by. Writes `mounted`.
A line `hang` on standard input makes it take requests and answer none, which it confirms by `hanging`: a process that
waits for an answer then sleeps where no signal ends it. At the end of standard input it unmounts and ends, which wakes
all of them.
"""

import ctypes
import os
import select
import struct
import sys

LOOKUP, FORGET, GETATTR, OPEN, READ, RELEASE = 1, 2, 3, 14, 15, 18
FLUSH, INIT, OPENDIR, RELEASEDIR, BATCH_FORGET = 25, 26, 27, 29, 42
ENOENT, ENOSYS = 2, 38
MNT_DETACH = 2

point, source, name = sys.argv[1], sys.argv[2], sys.argv[3].encode()
with open(source, 'rb') as file:
    content = file.read()
libc = ctypes.CDLL(None, use_errno=True)
device = os.open('/dev/fuse', os.O_RDWR)
options = f'fd={device},rootmode=40000,user_id=0,group_id=0,allow_other'.encode()
if libc.mount(b'hanging', point.encode(), b'fuse', 0, options) != 0:
    sys.exit(f'mount: {os.strerror(ctypes.get_errno())}')


def attributes(node):
    mode, size = (0o40755, 0) if node == 1 else (0o100755, len(content))
    return struct.pack('<QQQQQQIIIIIIIIII', node, size, size // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def answer(unique, payload=b'', error=0):
    os.write(device, struct.pack('<IiQ', 16 + len(payload), -error, unique) + payload)


def serve(request):
    _, opcode, unique, node = struct.unpack_from('<IIQQ', request)
    body = request[40:]
    if opcode == INIT:
        answer(unique, struct.pack('<IIIIHHIIHHI', 7, 31, 65536, 0, 12, 9, 65536, 1, 32, 0, 0) + bytes(28))
    elif opcode == LOOKUP and body.rstrip(b'\0') == name:
        # Nothing is remembered: each look asks anew.
        answer(unique, struct.pack('<QQQQII', 2, 0, 0, 0, 0, 0) + attributes(2))
    elif opcode == LOOKUP:
        answer(unique, error=ENOENT)
    elif opcode == GETATTR:
        answer(unique, struct.pack('<QII', 0, 0, 0) + attributes(node))
    elif opcode in (OPEN, OPENDIR):
        answer(unique, struct.pack('<QII', 0, 2, 0))
    elif opcode == READ:
        _, offset, size = struct.unpack_from('<QQI', body)
        answer(unique, content[offset : offset + size])
    elif opcode in (RELEASE, RELEASEDIR, FLUSH):
        answer(unique)
    elif opcode not in (FORGET, BATCH_FORGET):
        answer(unique, error=ENOSYS)


print('mounted', flush=True)
hangs = False
while True:
    for ready in select.select([0, device], [], [])[0]:
        if ready == device:
            request = os.read(device, 1 << 20)
            if not hangs:
                serve(request)
        elif os.read(0, 4096):
            hangs = True
            print('hanging', flush=True)
        else:
            libc.umount2(point.encode(), MNT_DETACH)
            sys.exit(0)
