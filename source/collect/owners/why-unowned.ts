import type {WhyUnknown} from '../../domain/known.ts';
import {closingStates, waitingStates} from '../kernel-states.ts';
import type {SocketRow} from '../socket-row.ts';

/** What is known of the host when sockets have no holder. */
export type View = {
  /** Some process could not be read, or is hidden. */
  readonly isBlind: boolean;
  readonly refusal: 'needs-root' | 'refused';
  /** Whether the socket belongs to a user whose processes cannot be read. */
  isOthers(row: SocketRow): boolean;
  readonly isInitialPidNamespace: boolean;
  /** How many sweeps did not find the holder of a socket with this inode; from the second on they were complete. */
  misses(inode: number): number;
  /** Whether a part of the kernel of which there is evidence may hold the socket. */
  mayBeKernels(row: SocketRow): boolean;
};

/**
 * Tells why a socket of `unowned`, the sockets of one poll without holder, has none; `rows` are all sockets of that poll. A
 * connection to a port where the kernel itself listens is the kernel's as well. What is missing for the first time may have come
 * while processes were looked through, or be on its way from one to another: that it is out of sight, or that no process holds it,
 * takes two complete sweeps.
 */
export function createWhyUnowned(
  unowned: readonly SocketRow[],
  rows: readonly SocketRow[],
  view: View,
): (row: SocketRow) => WhyUnknown {
  const canBeKernels = !view.isBlind && view.isInitialPidNamespace;
  const kernels = canBeKernels ? unowned.filter(row => row.inode !== null && view.mayBeKernels(row)) : [];
  const inodes = new Set(kernels.map(row => row.inode));
  const ports = new Set(kernels.filter(row => row.peer === null).map(portOf));
  const withoutInode = createWhyWithoutInode(rows);
  return row => {
    if (row.inode === null) return withoutInode(row);
    const isMissed = view.misses(row.inode) >= 2;
    if (view.isBlind) return isMissed || view.isOthers(row) ? view.refusal : 'exited';
    if (!view.isInitialPidNamespace) return 'other-namespace';
    if (inodes.has(row.inode) || ports.has(portOf(row))) return 'kernel';
    return isMissed ? 'no-process' : 'exited';
  };
}

/**
 * Tells why a socket without inode, one of `rows`, has no holder. A connection that waits in the queue of its listener (listen(2))
 * has none: the kernel gives it its inode when a process accepts it (sock_graft in include/net/sock.h).
 */
export function createWhyWithoutInode(
  rows: readonly SocketRow[],
): (row: SocketRow) => 'closing' | 'not-accepted' | 'kernel' {
  let listening: ReadonlySet<string> | null = null;
  const isListening = (row: SocketRow): boolean => {
    listening ??= new Set(rows.filter(({state}) => state === 'LISTEN').map(portOf));
    return listening.has(portOf(row));
  };
  return row => {
    if (closingStates.has(row.state)) return 'closing';
    return row.protocol === 'tcp' && waitingStates.has(row.state) && isListening(row) ? 'not-accepted' : 'kernel';
  };
}

const portOf = (row: SocketRow): string => `${row.protocol} ${row.local.port}`;
