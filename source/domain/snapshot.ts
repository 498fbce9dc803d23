import type {Socket} from './socket.ts';
import type {Clean} from './text.ts';

/** Where the sockets of this host come from, the source that tells most first. */
export const liveSources = ['netlink', 'procfs', 'tools', 'systeminformation'] as const;

export type SourceId = (typeof liveSources)[number] | 'saved';

/** Systems beside Linux whose sockets are known how to read, as os.platform() names them. */
export type OtherSystem = 'darwin' | 'win32' | 'freebsd' | 'netbsd' | 'openbsd';

/** Something a poll could not see; `text` is a short statement for header and JSON, as "13 processes could not be read". */
export type Problem = {readonly kind: string; readonly count: number; readonly text: Clean};

/** What one look at the host found. */
export type Snapshot = {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** How long the poll took, in milliseconds. */
  readonly took: number;
  readonly host: Clean;
  readonly source: SourceId;
  /** The system that is looked at, where it is not Linux; saved output does not tell its system. */
  readonly platform?: OtherSystem;
  readonly sockets: readonly Socket[];
  readonly problems: readonly Problem[];
};

/** A way to read the sockets of a host. Keeps what it learns between polls; polls never overlap. */
export type Collector = {
  readonly id: SourceId;
  /** Throws only when there is no table at all. */
  poll(): Promise<Snapshot>;
  /**
   * The sockets alone, while it is yet to be found out who holds them: those owners are `pending`. For what is shown before the
   * first poll is done; the next poll goes on from it. Absent where it would take as long as a poll. Throws as that does.
   */
  readonly quickSnapshot?: () => Promise<Snapshot>;
  close(): void;
};
