import type {ProcessStat} from '../../linux/process-texts.ts';
import type {OtherSockets} from './other-sockets.ts';
import type {ProcessTable} from './process-table.ts';
import type {ProcessContext} from './read-process.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/** The state that all scans of one owner search share. */
export type Search = {
  readonly context: ProcessContext;
  readonly table: ProcessTable;
  /** Pids whose descriptors may not be read. */
  readonly unreadable: Set<number>;
  /** Holders that are new, by pid, and at how many scans their facts are to be read again. */
  readonly starting: Map<number, number>;
  /** Whether a process that is scanned for the first time has started lately. */
  readonly isNew: (stat: ProcessStat) => boolean;
  /** Absent where nothing more is known of sockets that are in no table. */
  readonly others?: OtherSockets | undefined;
  /** The tracked socket that has an inode. */
  readonly find: (inode: number) => TrackedSocket | undefined;
  /** Whether the kernel counts the open descriptors of a process (since Linux 6.2, the size of /proc/PID/fd). */
  readonly hasDescriptorCounts: boolean;
};
