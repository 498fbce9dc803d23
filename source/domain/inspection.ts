import type {Known} from './known.ts';
import type {Clean} from './text.ts';
import type {Check} from './verdict.ts';

/** One open file as lsof lists it, by the columns of lsof(8) "OUTPUT". A text is empty where lsof prints none. */
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

/** The answer of lsof about one socket. `commandLine`, typed in a shell, prints the same as a table. */
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
  /** lsof ran and does not list the socket, but could not see every process. `message` is advice. */
  | {readonly kind: 'refused'; readonly commandLine: Clean; readonly others: number; readonly message: Clean}
  /** lsof is not installed. `message` is advice. */
  | {readonly kind: 'missing'; readonly commandLine: Clean; readonly message: Clean}
  /** lsof was ended after `limit` milliseconds. */
  | {readonly kind: 'timed-out'; readonly commandLine: Clean; readonly limit: number}
  /** lsof could not be started, stopped with an error, or printed more than the limit. */
  | {readonly kind: 'failed'; readonly commandLine: Clean; readonly message: Clean};

/** A process above another one. */
export type Ancestor = {
  readonly pid: number;
  /** `/proc/PID/comm`: a claim, never proof. */
  readonly name: Clean;
};

export type PackageManager = 'dpkg' | 'rpm' | 'apk' | 'pacman' | 'nix' | 'guix' | 'snap' | 'flatpak';

export type ProcessDetail = {
  readonly pid: number;
  /** Milliseconds since the epoch; null where the system does not report it. */
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
   * a process met before (its pid was used again meanwhile); 32 steps; a system that does not report parents.
   */
  readonly parentsEnd: 'first-process' | 'outside' | 'unreadable' | 'loop' | 'limit' | 'not-reported';
  /** Of PID 1 only: the `.socket` unit that this socket was opened for; null where no unit claims it. */
  readonly socketUnit: Clean | null;
  /** Package that owns the executable; null where no package manager of the host has the file. */
  readonly package: Known<{readonly name: Clean; readonly manager: PackageManager} | null>;
  /** One line about the program, from its package or manual page; null where neither has one. */
  readonly description: Known<Clean | null>;
};

/** Everything found out by opening one socket. */
export type Inspection = {
  readonly socketKey: string;
  readonly lsof: LsofResult;
  /** Some of the processes that hold the socket, lowest pid first; empty where the owner is not known. */
  readonly processes: readonly ProcessDetail[];
  /** Id `cross-check`: whether lsof and the kernel's own tables name the same processes. */
  readonly crossCheck: Check;
};
