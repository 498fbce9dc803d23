import {constants as fileConstants, fstatSync, readlinkSync} from 'node:fs';
import {constants} from 'node:os';
import type koffiModule from 'koffi';

/**
 * Calls `work` in the network namespace with this inode, to which the file at `path` (one character a byte) belongs, on
 * this thread alone, and returns its result; or the errno, where it cannot be entered (setns(2)): ESRCH where another
 * file is at the path by now, which is not opened. The program is home again before this returns, also where `work`
 * throws; where the way home fails, the program ends at once. `work` may not wait.
 */
export type EnterNamespace = <T extends object>(path: string, inode: number, work: () => T) => T | number;

// linux/sched.h and asm-generic/fcntl.h; the same on every architecture that Node runs on.
const CLONE_NEWNET = 0x40000000;
const O_CLOEXEC = 0o2000000;
const O_PATH = 0o10000000;
const {O_NONBLOCK, O_RDONLY} = fileConstants;
const {EIO, ESRCH} = constants.errno;
/** Of the thread that asks, while `self` stands for the first thread (proc(5)). */
const ownNamespace = '/proc/thread-self/ns/net';

/** Null where this program may not enter its own namespace, so that there would be no way home. */
export function bindEnterNamespace(
  koffi: typeof koffiModule,
  libc: ReturnType<typeof koffiModule.load>,
): EnterNamespace | null {
  const openBytes: (path: Uint8Array, flags: number) => number = libc.func('int open(const void *, int)');
  const setns: (fd: number, kind: number) => number = libc.func('int setns(int, int)');
  const close: (fd: number) => number = libc.func('int close(int)');
  const errno = (): number => koffi.errno() || EIO;
  const open = (path: string, flags: number): number => {
    const fd = openBytes(Buffer.from(`${path}\0`, 'latin1'), flags | O_CLOEXEC);
    return fd < 0 ? -errno() : fd;
  };

  /** Of a mount, which only root makes. Its link would show the path of the mount. */
  const openMount = (path: string, inode: number): number => {
    const file = open(path, O_RDONLY | O_NONBLOCK);
    if (file < 0 || fstatSync(file).ino === inode) return file;
    close(file);
    return -ESRCH;
  };

  /** Of a link of procfs. O_PATH opens nothing yet: by now it may lead to a device, or to a file that hangs. */
  const openLink = (path: string, inode: number): number => {
    const found = open(path, O_PATH);
    if (found < 0) return found;
    try {
      const file = `/proc/self/fd/${found}`;
      return targetOf(file) === `net:[${inode}]` ? open(file, O_RDONLY) : -ESRCH;
    } finally {
      close(found);
    }
  };

  const home = open(ownNamespace, O_RDONLY);
  if (home < 0) return null;
  // In a user namespace of its own a program may enter others beneath it, and not the one that it came from.
  if (setns(home, CLONE_NEWNET) !== 0) {
    close(home);
    return null;
  }
  return (path, inode, work) => {
    const there = path.startsWith('/proc/') ? openLink(path, inode) : openMount(path, inode);
    if (there < 0) return -there;
    try {
      if (setns(there, CLONE_NEWNET) !== 0) return errno();
      try {
        return work();
      } finally {
        // In a foreign namespace every later reading would be wrong, and nobody could see it.
        if (setns(home, CLONE_NEWNET) !== 0) process.abort();
      }
    } finally {
      close(there);
    }
  };
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
