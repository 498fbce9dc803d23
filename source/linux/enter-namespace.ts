import {constants as fileConstants} from 'node:fs';
import {constants} from 'node:os';
import type koffiModule from 'koffi';

/**
 * Calls `work` in the network namespace to which the file at `path` belongs, on this thread alone, and returns its
 * result; or the errno, where the namespace cannot be entered (setns(2)). The program is home again before this
 * returns, also where `work` throws; where the way home fails, the program ends at once. `work` may not wait.
 */
export type EnterNamespace = <T extends object>(path: string, work: () => T) => T | number;

// linux/sched.h and asm-generic/fcntl.h; the same on every architecture that Node runs on.
const CLONE_NEWNET = 0x40000000;
const O_CLOEXEC = 0o2000000;
const {O_RDONLY, O_NONBLOCK} = fileConstants;
/** Of the thread that asks, while `self` stands for the first thread (proc(5)). */
const ownNamespace = '/proc/thread-self/ns/net';

/** Null where this program's own namespace cannot be opened: there would be no way home. */
export function bindEnterNamespace(
  koffi: typeof koffiModule,
  libc: ReturnType<typeof koffiModule.load>,
): EnterNamespace | null {
  const open: (path: string, flags: number) => number = libc.func('int open(const char *, int)');
  const setns: (fd: number, kind: number) => number = libc.func('int setns(int, int)');
  const close: (fd: number) => number = libc.func('int close(int)');
  const errno = (): number => koffi.errno() || constants.errno.EIO;

  const home = open(ownNamespace, O_RDONLY | O_CLOEXEC);
  if (home < 0) return null;
  return (path, work) => {
    const there = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (there < 0) return errno();
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
