import {type Files, orFailure, type ReadFailure, readFailure} from '../../linux/proc-files.ts';
import type {TimeSlices} from '../time-slices.ts';
import {createNumbers, type Descriptors} from './descriptor-numbers.ts';

export type OpenDescriptors = (directory: string) => Descriptors | ReadFailure;

const prefix = 'socket:[';

/** Inode of a socket from where the link of its descriptor leads, as `socket:[1583]` (proc(5)); 0 where that is no socket. */
export const socketInode = (target: string): number =>
  target.startsWith(prefix) ? Number(target.slice(prefix.length, -1)) || 0 : 0;

/** Descriptors as the calls of node:fs read them. */
export function openWith(files: Files): OpenDescriptors {
  return directory => ({
    list: () => numbersIn(orFailure(() => files.list(directory))),
    inode: descriptor => {
      try {
        return socketInode(files.link(`${directory}/${descriptor}`));
      } catch (error) {
        return readFailure(error);
      }
    },
    isProbing: false,
    close() {},
  });
}

/** Names of descriptors as numbers; why there are none stays that. */
export const numbersIn = (names: readonly string[] | ReadFailure): readonly number[] | ReadFailure =>
  typeof names === 'string' ? names : names.map(Number);

/** Which descriptors are read. */
export type Wanted<T> = {
  /** Those that are not read, as they are taken to be open on what they were. */
  readonly kept: ReadonlyMap<number, T>;
  /** How many are open, kept ones included; 0 where the kernel does not tell. */
  readonly count: number;
  /** What is looked for. */
  readonly find: (inode: number) => T | undefined;
};

/** Descriptors read between two looks at the clock: well under a millisecond of them. */
const stride = 16;

/**
 * Which descriptors in `directory` are open on sockets that `find` knows, without those that are kept. A descriptor that closes
 * meanwhile is passed over; `refused` when the directory or a link in it may not be read.
 */
export async function readDescriptors<T>(
  open: OpenDescriptors,
  directory: string,
  wanted: Wanted<T>,
  slices: TimeSlices,
): Promise<Map<number, T> | ReadFailure> {
  const descriptors = open(directory);
  if (typeof descriptors === 'string') return descriptors;
  const found = new Map<number, T>();
  try {
    const numbers = createNumbers(descriptors, wanted.kept, wanted.count);
    for (let asked = 0; ; asked++) {
      if (asked % stride === 0) {
        const turn = slices.turn();
        if (turn) await turn;
      }
      const descriptor = numbers.next();
      if (typeof descriptor === 'string') return descriptor;
      if (descriptor === null) return found;
      const inode = descriptors.inode(descriptor);
      if (inode === 'refused') return inode;
      numbers.met(inode !== 'gone');
      const socket = inode === 'gone' || inode === 0 ? undefined : wanted.find(inode);
      if (socket !== undefined) found.set(descriptor, socket);
    }
  } finally {
    descriptors.close();
  }
}
