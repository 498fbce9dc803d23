import {readdir, readFile, readlink} from 'node:fs/promises';
import {errorCode} from '../domain/error-code.ts';
import {type Known, known, unknown, type WhyUnknown} from '../domain/known.ts';
import {isGoneCode} from './proc-files.ts';

/** A file of /proc as bytes. Never throws. */
export const readProc = (path: string): Promise<Known<Buffer>> => orUnknown(readFile(path));

/** Target of a link of /proc, as bytes. Never throws. */
export const readProcLink = (path: string): Promise<Known<Buffer>> => orUnknown(readlink(path, {encoding: 'buffer'}));

/** Names in a directory of /proc. Never throws. */
export const listProc = (path: string): Promise<Known<readonly string[]>> => orUnknown(readdir(path));

/** The value of a promise, or why the process or file could not be read. Never throws. */
export async function orUnknown<T>(reading: Promise<T>): Promise<Known<T>> {
  try {
    return known(await reading);
  } catch (error) {
    return unknown(whyUnreadable(errorCode(error), process.geteuid?.() === 0));
  }
}

/** The meaning of an error code (errno(3)) of reading /proc/PID. */
export function whyUnreadable(code: string | null, isRoot: boolean): WhyUnknown {
  if (isGoneCode(code)) return 'exited';
  if (code === 'EACCES' || code === 'EPERM') return isRoot ? 'refused' : 'needs-root';
  return 'not-collected';
}
