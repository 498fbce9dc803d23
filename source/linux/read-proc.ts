import {readFile, readlink} from 'node:fs/promises';
import {type Known, known, unknown, type WhyUnknown} from '../domain/known.ts';

/** A file of /proc as bytes. Never throws. */
export const readProc = (path: string): Promise<Known<Buffer>> => attempt(readFile(path));

/** Where a link of /proc points, as bytes. Never throws. */
export const readProcLink = (path: string): Promise<Known<Buffer>> => attempt(readlink(path, {encoding: 'buffer'}));

/** The value of a promise, or why the process or file could not be read. */
export async function attempt<T>(reading: Promise<T>): Promise<Known<T>> {
  try {
    return known(await reading);
  } catch (error) {
    return unknown(reasonOf(error instanceof Error && 'code' in error ? error.code : null, process.geteuid?.() === 0));
  }
}

/** What an error code (errno(3)) of reading /proc/PID means: ENOENT and ESRCH are a process that has ended. */
export function reasonOf(code: unknown, isRoot: boolean): WhyUnknown {
  if (code === 'ENOENT' || code === 'ESRCH') return 'exited';
  if (code === 'EACCES' || code === 'EPERM') return isRoot ? 'refused' : 'needs-root';
  return 'not-collected';
}
