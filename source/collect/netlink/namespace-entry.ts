import {readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {getSystemErrorName} from 'node:util';
import type {EnterNamespace} from '../../linux/enter-namespace.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import type {ReadText} from '../procfs/read-tables.ts';

/** Calls `work` in one network namespace, as `EnterNamespace` does. Returns the errno where it cannot be entered. */
export type Enter = <T extends object>(work: () => T) => T | number;

const {ENOENT, EPERM, ESRCH} = constants.errno;
/** The tables of the namespace in which the thread is: `self` stands for the first thread (proc(5)). */
export const tablesInside = '/proc/thread-self/net';

/** Whether an errno of `Enter` means that no file leads to the namespace any more. */
export const isGone = (errno: number): boolean => errno === ENOENT || errno === ESRCH;

/**
 * Enters a namespace by the first of its files that still leads to it: a process may have ended, and its pid be that of
 * another.
 */
export function createEnter(
  enterNamespace: EnterNamespace | undefined,
  {netns, paths}: Pick<FoundNamespace, 'netns' | 'paths'>,
): Enter {
  if (!enterNamespace) return () => EPERM;
  return <T extends object>(work: () => T): T | number => {
    let refusal = ESRCH;
    for (const path of paths) {
      const done = enterNamespace(path, netns.inode, work);
      if (typeof done === 'object') return done;
      if (isGone(refusal)) refusal = done;
    }
    return refusal;
  };
}

/** Reads files of /proc from within the namespace; of one that is gone there are none. */
export function readTextIn(enter: Enter): ReadText {
  return path => {
    const read = enter(() => orError(() => readFileSync(path, 'latin1')));
    if (typeof read === 'object') return read.result;
    return Object.assign(new Error('not entered'), {code: isGone(read) ? 'ENOENT' : getSystemErrorName(-read)});
  };
}

function orError(read: () => string): {readonly result: string | Error} {
  try {
    return {result: read()};
  } catch (error) {
    return {result: error as Error};
  }
}
