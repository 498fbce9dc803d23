import type {UnreadFamily} from '../../domain/snapshot.ts';
import {type Clean, cleanBytes} from '../../domain/text.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {familyOf} from '../families.ts';

/** The kernel's name for the protocol of a socket, by the path `/proc/PID/fd/N`; null where it cannot be read. */
export type ReadProtocol = (path: string, inode: number) => string | null;

/** Sockets on descriptors that no table of the kernel lists, as far as tables are read, from the last full scan. */
export type OtherSockets = {
  /** Starts a full scan. */
  readonly begin: () => void;
  /** Notes a descriptor, as `/proc/812/fd/3`, that is open on a socket of no table. */
  readonly note: (pid: number, path: string, inode: number) => void;
  /** The families, in the order in which they were found. */
  readonly families: () => readonly UnreadFamily[];
};

type Held = {readonly inodes: Set<number>; readonly pids: Set<number>};

/** Inodes whose family is remembered. */
const maxKnown = 200_000;
/** Inodes whose family one scan reads; a desktop has some thousand local sockets. */
const maxAsked = 20_000;
const nameLimit = 64;

/** Reads the family of each socket once: the kernel uses an inode again only after four thousand million others. */
export function createOtherSockets(files: Files, proc: string, readProtocol: ReadProtocol): OtherSockets {
  const known = new Map<number, Clean | null>();
  let held = new Map<Clean, Held>();
  let asked = 0;

  const familyAt = (path: string, inode: number): Clean | null => {
    const before = known.get(inode);
    if (before !== undefined) return before;
    if (asked >= maxAsked) return null;
    asked++;
    const protocol = readProtocol(path, inode);
    const family = protocol === null ? null : familyOf(protocol);
    known.set(inode, family);
    return family;
  };

  return {
    begin() {
      asked = 0;
      if (known.size >= maxKnown) known.clear();
      held = new Map();
    },
    note(pid, path, inode) {
      const family = familyAt(path, inode);
      if (family === null) return;
      const {inodes, pids} = held.get(family) ?? {inodes: new Set(), pids: new Set()};
      held.set(family, {inodes: inodes.add(inode), pids: pids.add(pid)});
    },
    families: () =>
      [...held].map(([name, {inodes, pids}]) => ({
        name,
        count: inodes.size,
        holders: [...new Set([...pids].flatMap(pid => nameOf(files, proc, pid) ?? []))],
      })),
  };
}

function nameOf(files: Files, proc: string, pid: number): Clean | null {
  const name = orFailure(() => files.read(`${proc}/${pid}/comm`, nameLimit));
  return typeof name === 'string' ? null : cleanBytes(name.subarray(0, name.length - 1));
}
