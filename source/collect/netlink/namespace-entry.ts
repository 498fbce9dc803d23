import {readFileSync, readlinkSync} from 'node:fs';
import {constants} from 'node:os';
import type {EnterNamespace} from '../../linux/enter-namespace.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import type {ReadText} from '../procfs/read-tables.ts';

/** Calls `work` in one network namespace, as `EnterNamespace` does. Returns the errno where it cannot be entered. */
export type Enter = <T extends object>(work: () => T) => T | number;

const {EPERM, ESRCH} = constants.errno;
/** The tables of the namespace in which the thread is: `self` stands for the first thread (proc(5)). */
export const tablesInside = '/proc/thread-self/net';
const namespaceInside = '/proc/thread-self/ns/net';

/**
 * Enters a namespace by the first of its files that still leads to it: a process may have ended, and its pid be that of
 * another.
 */
export function createEnter(
  enterNamespace: EnterNamespace | undefined,
  {netns, paths}: Pick<FoundNamespace, 'netns' | 'paths'>,
): Enter {
  if (!enterNamespace) return () => EPERM;
  const target = `net:[${netns.inode}]`;
  return <T extends object>(work: () => T): T | number => {
    let refusal = ESRCH;
    for (const path of paths) {
      const done = enterNamespace(path, () =>
        readlinkSync(namespaceInside) === target ? {result: work()} : elsewhere,
      );
      if (done === elsewhere) continue;
      if (typeof done === 'object') return done.result as T;
      if (refusal !== EPERM) refusal = done;
    }
    return refusal;
  };
}

const elsewhere = {result: null};

/** Reads files of /proc from within the namespace. */
export function readTextIn(enter: Enter): ReadText {
  return path => {
    const read = enter(() => orError(() => readFileSync(path, 'latin1')));
    return typeof read === 'number' ? Object.assign(new Error('not entered'), {code: 'ESRCH'}) : read.result;
  };
}

function orError(read: () => string): {readonly result: string | Error} {
  try {
    return {result: read()};
  } catch (error) {
    return {result: error as Error};
  }
}
