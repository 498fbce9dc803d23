import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, isNoLink, orFailure, type ReadFailure, readFailure} from '../../linux/proc-files.ts';
import type {TimeSlices} from '../time-slices.ts';
import {createDescriptorNumbers, type Descriptors} from './descriptor-numbers.ts';
import {descriptorsPerSlice} from './limits.ts';

/** Opens a directory of descriptors, as `/proc/812/fd`. */
export type OpenDescriptors = (directory: string) => Descriptors | ReadFailure;

/** Called with the path of a descriptor that is open on a network namespace, and the inode of the namespace. */
export type OnNamespace = (path: string, inode: number) => void;

const prefix = 'socket:[';

/** Inode of a socket from the target of its descriptor's link, as `socket:[1583]` (proc(5)); 0 for any other target. */
export const socketInode = (target: string): number =>
  target.startsWith(prefix) ? Number(target.slice(prefix.length, -1)) || 0 : 0;

/** Descriptors as the calls of node:fs read them. */
export function openWith(files: Files, onNamespace: OnNamespace = () => {}): OpenDescriptors {
  return directory => ({
    list: () => numbersIn(orFailure(() => files.list(directory))),
    inode: descriptor => {
      try {
        const path = `${directory}/${descriptor}`;
        const target = files.link(path);
        const namespace = namespaceInode(target);
        if (namespace !== null) onNamespace(path, namespace);
        return socketInode(target);
      } catch (error) {
        return isNoLink(error) ? 0 : readFailure(error);
      }
    },
    isProbing: false,
    close() {},
  });
}

/** Names of descriptors as numbers; an error is returned unchanged. */
export const numbersIn = (names: readonly string[] | ReadFailure): readonly number[] | ReadFailure =>
  typeof names === 'string' ? names : names.map(Number);

/** The descriptors of a process to read, and the sockets to search on them. */
type DescriptorQuery<T> = {
  /** Descriptors that are not read. They count as open on the sockets on which they were open. */
  readonly retained: ReadonlyMap<number, T>;
  /** The number of open descriptors, retained ones included; 0 where the kernel does not count them. */
  readonly count: number;
  readonly find: (inode: number) => T | undefined;
  /** Called with each descriptor that is open on another socket. */
  readonly onOther?: (descriptor: number, inode: number) => void;
};

/**
 * The descriptors in `directory` that are open on sockets known to `query.find`, without the retained ones. Passes over
 * a descriptor that closes meanwhile; `refused` where the directory or a link in it may not be read. Linear in the
 * descriptors that are read.
 */
export async function readDescriptors<T>(
  open: OpenDescriptors,
  directory: string,
  query: DescriptorQuery<T>,
  slices: TimeSlices,
): Promise<Map<number, T> | ReadFailure> {
  const descriptors = open(directory);
  if (typeof descriptors === 'string') return descriptors;
  try {
    return await readOpen(descriptors, query, slices);
  } finally {
    descriptors.close();
  }
}

async function readOpen<T>(
  descriptors: Descriptors,
  {retained, count, find, onOther}: DescriptorQuery<T>,
  slices: TimeSlices,
): Promise<Map<number, T> | ReadFailure> {
  const found = new Map<number, T>();
  const numbers = createDescriptorNumbers(descriptors, retained, count);
  for (let read = 0; ; read++) {
    if (read % descriptorsPerSlice === 0) await slices.turn();
    const descriptor = numbers.next();
    if (typeof descriptor === 'string') return descriptor;
    if (descriptor === null) return found;
    const inode = descriptors.inode(descriptor);
    if (typeof inode === 'string' && inode !== 'gone') return inode;
    numbers.report(inode !== 'gone');
    const socket = inode === 'gone' || inode === 0 ? undefined : find(inode);
    if (socket !== undefined) found.set(descriptor, socket);
    else if (inode !== 'gone' && inode !== 0) onOther?.(descriptor, inode);
  }
}
