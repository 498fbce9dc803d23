import {attempt, type Failure, type Files, failureOf} from './files.ts';
import type {TimeSlices} from './time-slices.ts';

/** The descriptors in a /proc/PID/fd. */
export type Descriptors = {
  /** Numbers of those that were open when the directory was opened, as text. */
  readonly names: readonly string[];
  /** Inode of one that is open on a socket, 0 of any other (sockfs has no inode 0). */
  inode(name: string): number | Failure;
  close(): void;
};

export type OpenDescriptors = (directory: string) => Descriptors | Failure;

const prefix = 'socket:[';

/** Inode of a socket from where the link of its descriptor leads, as `socket:[1583]` (proc(5)); 0 where that is no socket. */
export const socketInode = (target: string): number =>
  target.startsWith(prefix) ? Number(target.slice(prefix.length, -1)) || 0 : 0;

/** Descriptors as the calls of node:fs read them. */
export function openWith(files: Files): OpenDescriptors {
  return directory => {
    const names = attempt(() => files.list(directory));
    if (typeof names === 'string') return names;
    const inode = (name: string): number | Failure => {
      try {
        return socketInode(files.link(`${directory}/${name}`));
      } catch (error) {
        return failureOf(error);
      }
    };
    return {names, inode, close() {}};
  };
}

/** Descriptors read between two looks at the clock: well under a millisecond of them. */
const stride = 16;

/**
 * Which descriptors in `directory` are open on sockets that `find` knows, without those in `known`. A descriptor that closes
 * meanwhile is passed over; `refused` when the directory or a link in it may not be read.
 */
export async function readDescriptors<T>(
  open: OpenDescriptors,
  directory: string,
  known: ReadonlyMap<number, T>,
  find: (inode: number) => T | undefined,
  slices: TimeSlices,
): Promise<Map<number, T> | Failure> {
  const descriptors = open(directory);
  if (typeof descriptors === 'string') return descriptors;
  try {
    const found = new Map<number, T>();
    let read = 0;
    for (const name of descriptors.names) {
      const descriptor = Number(name);
      if (known.has(descriptor)) continue;
      if (read++ % stride === 0) {
        const turn = slices.turn();
        if (turn) await turn;
      }
      const inode = descriptors.inode(name);
      if (inode === 'refused') return inode;
      const socket = inode === 'gone' || inode === 0 ? undefined : find(inode);
      if (socket !== undefined) found.set(descriptor, socket);
    }
    return found;
  } finally {
    descriptors.close();
  }
}
