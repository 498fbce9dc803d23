import type {Known} from './known.ts';
import type {Clean} from './text.ts';
import type {Check} from './verdict.ts';

/** One open file as lsof lists it; the fields are its columns, lsof(8) "OUTPUT". Empty text where lsof prints none. */
export type LsofRecord = {
  readonly command: Clean;
  readonly pid: number;
  readonly user: Clean;
  /** Descriptor with its access mode and lock, as `3u`. */
  readonly fd: Clean;
  /** `IPv4`, `IPv6`, `raw`, `raw6`, `pack` or `sock`. */
  readonly type: Clean;
  /** The socket's inode for `IPv4`, `IPv6` and `pack`. */
  readonly device: Clean;
  /** Size, or offset with its `0t` prefix. */
  readonly size: Clean;
  /** The protocol of an `IPv4`, `IPv6` or `pack` file, else the inode: one column, as in lsof's own table. */
  readonly node: Clean;
  readonly name: Clean;
  readonly protocol: Clean;
  /** TCP state without parentheses. */
  readonly state: Clean;
};

/** What lsof says of one socket. `commandLine` is what to type to see the same as a table. */
export type LsofResult =
  | {
      readonly kind: 'records';
      readonly commandLine: Clean;
      /** Of this socket alone; more than one where several descriptors or processes share it. */
      readonly records: readonly LsofRecord[];
      /** Other sockets that the same selection (address and port) listed. */
      readonly others: number;
    }
  /** lsof could see every process that may hold the socket, and does not list it. */
  | {readonly kind: 'none'; readonly commandLine: Clean; readonly others: number}
  /** lsof ran and does not list the socket, but could not see every process. `message` says what to do. */
  | {readonly kind: 'refused'; readonly commandLine: Clean; readonly others: number; readonly message: Clean}
  /** No lsof here. `message` says what to do. */
  | {readonly kind: 'missing'; readonly commandLine: Clean; readonly message: Clean}
  /** Ended after `limit` milliseconds. */
  | {readonly kind: 'timed-out'; readonly commandLine: Clean; readonly limit: number}
  /** It could not be started, stopped with an error, or printed more than is read. */
  | {readonly kind: 'failed'; readonly commandLine: Clean; readonly message: Clean};

/** A process above another one. */
export type Ancestor = {
  readonly pid: number;
  /** `/proc/PID/comm`: a claim, never proof. */
  readonly name: Clean;
};

export type PackageManager = 'dpkg' | 'rpm' | 'apk' | 'pacman';

export type ProcessDetail = {
  readonly pid: number;
  /** Milliseconds since the epoch; null where it cannot be told. */
  readonly startedAt: number | null;
  readonly uid: number | null;
  readonly user: Clean | null;
  readonly workingDirectory: Known<Clean>;
  /** Arguments joined by spaces. */
  readonly arguments: Clean;
  /** Parent first. */
  readonly parents: readonly Ancestor[];
  /**
   * Why the list of parents ends: PID 1 reached; a parent outside this PID namespace; a parent that could not be read;
   * a process seen before (its pid was used again while reading); 32 steps; nothing tells the parents here.
   */
  readonly parentsEnd: 'first-process' | 'outside' | 'unreadable' | 'loop' | 'limit' | 'not-reported';
  /** Of PID 1 only: the `.socket` unit that this socket was opened for; null where none says so. */
  readonly socketUnit: Clean | null;
  /** Package that owns the executable; null where every package manager here disowns it. */
  readonly package: Known<{readonly name: Clean; readonly manager: PackageManager} | null>;
  /** What the program is, in the words of its package or manual page; null where neither says. */
  readonly description: Known<Clean | null>;
};

/** What opening one socket finds out about it. */
export type Inspection = {
  readonly socketKey: string;
  readonly lsof: LsofResult;
  /** The first of the processes that hold the socket, lowest pid first; empty where the owner is not known. */
  readonly processes: readonly ProcessDetail[];
  /** Id `cross-check`: whether lsof and the kernel's own tables name the same processes. */
  readonly crossCheck: Check;
};
