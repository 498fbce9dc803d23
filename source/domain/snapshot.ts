import type {Baseline} from './baseline.ts';
import type {Evidence, OtherNetwork} from './evidence.ts';
import type {Socket} from './socket.ts';
import type {Clean} from './text.ts';

/** Sources for the sockets of this host; the sources with the most facts first. */
export const liveSources = ['netlink', 'procfs', 'tools', 'systeminformation'] as const;

export type SourceId = (typeof liveSources)[number] | 'saved';

/** Supported systems beside Linux, as os.platform() names them. */
export type OtherSystem = 'darwin' | 'win32' | 'freebsd' | 'netbsd' | 'openbsd';

/** A gap in a poll; `text` is a short statement for header and JSON, as "13 processes could not be read". */
export type Problem = {readonly kind: string; readonly count: number; readonly text: Clean};

/**
 * Sockets of one family that are not shown, and the names of the processes that hold them, as far as they are known.
 */
export type UnreadFamily = {readonly name: Clean; readonly count: number; readonly holders: readonly Clean[]};

/**
 * Why the sockets of a network namespace are not in a snapshot. `failed`: the kernel did not list them.
 * `no-process`: the source reads them by a process, and none is in it. `not-asked`: the source reads our own alone.
 */
export type WhyUnreadNamespace = 'needs-root' | 'refused' | 'failed' | 'no-process' | 'not-asked';

/** The network namespaces that a source found, our own among them, and how many it could not read. */
export type NamespaceCounts = {
  readonly found: number;
  readonly unread: readonly {readonly why: WhyUnreadNamespace; readonly count: number}[];
};

/** The result of one poll of the host, or of reading one saved text. */
export type Snapshot = {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** How long the poll took, in milliseconds. */
  readonly took: number;
  readonly host: Clean;
  readonly source: SourceId;
  /** The system of the host, where it is not Linux; absent for saved text, which does not name its system. */
  readonly platform?: OtherSystem;
  readonly sockets: readonly Socket[];
  /** Absent where the source reads no evidence; a poll may bring more evidence than the one before. */
  readonly evidence?: Evidence;
  readonly problems: readonly Problem[];
  /** Families that are not shown and that processes hold. Absent where the source does not look for them. */
  readonly heldFamilies?: readonly UnreadFamily[];
  /** Absent where the source reads our own network namespace alone, and saved text. */
  readonly namespaces?: NamespaceCounts;
  /** Network settings of other namespaces, by inode. Absent where the source does not read them. */
  readonly otherNetworks?: ReadonlyMap<number, OtherNetwork>;
  /** Sockets of each other namespace, also of protocols that have rows. Absent where the source does not count them. */
  readonly otherCounts?: readonly ProtocolCounts[];
  /** Local families, which are not shown. Absent where the source does not count them. */
  readonly localFamilies?: readonly LocalFamily[];
  /** The sockets that were accepted on this host. Absent where there is no baseline, or where it could not be read. */
  readonly baseline?: Baseline;
};

/** Numbers of sockets by the kernel's names of their protocols, as `UNIX-STREAM`. */
export type ProtocolCounts = ReadonlyMap<string, number>;

/** Sockets of one family between programs of this machine, or with its kernel. */
export type LocalFamily = Pick<UnreadFamily, 'name' | 'count'>;

/** A way to read the sockets of a host. A collector may remember facts from poll to poll; polls never overlap. */
export type Collector = {
  readonly id: SourceId;
  /** Rejects only when there is no table at all. */
  poll(): Promise<Snapshot>;
  /**
   * The sockets alone, for the first screen: owners that a search would have to find are `pending`, and sockets that
   * are only bound may lack. The next poll goes on from this snapshot. Absent where reading the sockets takes as long
   * as a poll. Rejects as a poll does.
   */
  readonly quickSnapshot?: () => Promise<Snapshot>;
  /**
   * Calls a listener whenever new evidence has come in, which the next snapshot will have. Absent where snapshots are
   * whole.
   */
  readonly onEvidence?: (listener: () => void) => void;
  close(): void;
};
