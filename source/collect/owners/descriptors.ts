import {attempt, type Failure, type Files} from './files.ts';
import type {TimeSlices} from './time-slices.ts';

/** Socket inode → file descriptors it is open on, lowest first. */
export type OpenSockets = Map<number, number[]>;

const prefix = 'socket:[';

/**
 * Which of the wanted sockets are open in `directory`, a /proc/PID/fd, leaving out the descriptors in `skip`. A descriptor that
 * closes meanwhile is passed over; `refused` when the directory or a link in it may not be read.
 */
export async function readOpenSockets(
  files: Files,
  directory: string,
  wanted: ReadonlySet<number>,
  skip: ReadonlySet<number>,
  slices: TimeSlices,
): Promise<OpenSockets | Failure> {
  const names = attempt(() => files.list(directory));
  if (typeof names === 'string') return names;
  const open: OpenSockets = new Map();
  for (const name of names) {
    const descriptor = Number(name);
    if (skip.has(descriptor)) continue;
    const turn = slices.turn();
    if (turn) await turn;
    const inode = socketInode(files, `${directory}/${name}`);
    if (inode === 'gone') continue;
    if (inode === 'refused') return inode;
    if (!wanted.has(inode)) continue;
    const descriptors = open.get(inode);
    if (descriptors) descriptors.push(descriptor);
    else open.set(inode, [descriptor]);
  }
  for (const descriptors of open.values()) if (descriptors.length > 1) descriptors.sort((a, b) => a - b);
  return open;
}

/** Inode of a descriptor that is a socket, 0 of any other (sockfs(5) has no inode 0). */
function socketInode(files: Files, path: string): number | Failure {
  const target = attempt(() => ({text: files.link(path)}));
  if (typeof target === 'string') return target;
  return target.text.startsWith(prefix) ? Number(target.text.slice(prefix.length, -1)) || 0 : 0;
}
