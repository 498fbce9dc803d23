import {attempt, type Failure, type Files, failureOf} from './files.ts';
import type {TimeSlices} from './time-slices.ts';

const prefix = 'socket:[';
/** Descriptors read between two glances at the clock: well under a millisecond. */
const stride = 32;

/**
 * Calls `found` for every descriptor in `directory`, a /proc/PID/fd, that is open on a socket, with its inode; leaves out those in
 * `known`. A descriptor that closes meanwhile is passed over; `refused` when the directory or a link in it may not be read.
 */
export async function readDescriptors(
  files: Files,
  directory: string,
  known: {has(descriptor: number): boolean},
  slices: TimeSlices,
  found: (descriptor: number, inode: number) => void,
): Promise<'read' | Failure> {
  const names = attempt(() => files.list(directory));
  if (typeof names === 'string') return names;
  let read = 0;
  for (const name of names) {
    const descriptor = Number(name);
    if (known.has(descriptor)) continue;
    if (read++ % stride === 0) {
      const turn = slices.turn();
      if (turn) await turn;
    }
    const inode = socketInode(files, `${directory}/${name}`);
    if (inode === 'refused') return inode;
    if (inode !== 'gone' && inode !== 0) found(descriptor, inode);
  }
  return 'read';
}

/** Inode of a descriptor that is a socket, 0 of any other (sockfs(5) has no inode 0). */
function socketInode(files: Files, path: string): number | Failure {
  try {
    const target = files.link(path);
    return target.startsWith(prefix) ? Number(target.slice(prefix.length, -1)) || 0 : 0;
  } catch (error) {
    return failureOf(error);
  }
}
