import {readdir, readlink} from 'node:fs/promises';

/** Whether a process has a socket open: it does, it does not, it has ended, or its descriptors may not be read. */
export type FdStatus = 'holds' | 'let-go' | 'gone' | 'hidden';

/**
 * Looks through `/proc/PID/fd` for a socket's inode (proc(5): a socket's link reads `socket:[inode]`), the descriptors
 * it was last seen on first. Never throws.
 */
export async function fdStatusOf(pid: number, inode: number, descriptors: readonly number[]): Promise<FdStatus> {
  const link = `socket:[${inode}]`;
  try {
    for (const descriptor of descriptors) {
      if ((await linkOf(pid, descriptor)) === link) return 'holds';
    }
    for (const descriptor of await readdir(`/proc/${pid}/fd`)) {
      if ((await linkOf(pid, descriptor)) === link) return 'holds';
    }
    return 'let-go';
  } catch (error) {
    return isGone(error) ? 'gone' : 'hidden';
  }
}

/** A descriptor that was closed meanwhile has no link. */
async function linkOf(pid: number, descriptor: number | string): Promise<string | null> {
  try {
    return await readlink(`/proc/${pid}/fd/${descriptor}`);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
