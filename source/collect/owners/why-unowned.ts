import type {WhyUnknown} from '../../domain/known.ts';
import {closingStates, waitingStates} from '../kernel-states.ts';
import type {SocketRow} from '../socket-row.ts';

/** The facts of a host that explain why a socket has no holder. */
export type HostView = {
  /** Whether a process that could not be read, or is hidden, may hold the socket. */
  mayBeHidden(row: SocketRow): boolean;
  /** Why processes are hidden. */
  readonly refusal: 'needs-root' | 'refused';
  /** Whether the socket belongs to a user whose processes cannot be read. */
  isOfOtherUser(row: SocketRow): boolean;
  readonly isInitialPidNamespace: boolean;
  /** Whether enough scans found no holder of the socket with this inode; from the second on they were full scans. */
  isSettled(inode: number): boolean;
  /** Whether a part of the kernel of which there is evidence may hold the socket. */
  mayBelongToKernel(row: SocketRow): boolean;
};

/**
 * Explains why a socket of `unowned`, the sockets of one poll without holder, has none; `rows` are all sockets of that
 * poll. A connection to a port on which the kernel itself listens is the kernel's as well. A socket that one scan did
 * not find may have come during the scan, or be on its way from one process to another: only a second, full scan shows
 * that its holder is hidden, or that no process holds it. Linear to make, constant to call.
 */
export function createWhyUnowned(
  unowned: readonly SocketRow[],
  rows: readonly SocketRow[],
  host: HostView,
): (row: SocketRow) => WhyUnknown {
  const mayBeKernels = (row: SocketRow): boolean =>
    row.inode !== null && host.mayBelongToKernel(row) && !host.mayBeHidden(row);
  const kernels = host.isInitialPidNamespace ? unowned.filter(mayBeKernels) : [];
  const inodes = new Set(kernels.map(row => row.inode));
  const ports = new Set(kernels.filter(row => row.peer === null).map(portOf));
  const withoutInode = createWhyWithoutInode(rows);
  return row => {
    if (row.inode === null) return withoutInode(row);
    const isSettled = host.isSettled(row.inode);
    if (host.mayBeHidden(row)) return isSettled || host.isOfOtherUser(row) ? host.refusal : 'exited';
    if (!host.isInitialPidNamespace) return 'other-namespace';
    if (inodes.has(row.inode) || ports.has(portOf(row))) return 'kernel';
    return isSettled ? 'no-process' : 'exited';
  };
}

/**
 * Explains why a socket without inode, one of `rows`, has no holder. A connection in the queue of its listener
 * (listen(2)) has no inode: the kernel gives it one when a process accepts it (sock_graft in include/net/sock.h).
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

/** A port of one network namespace. */
const portOf = (row: SocketRow): string => `${row.protocol} ${row.local.port} ${row.netns?.inode ?? ''}`;
