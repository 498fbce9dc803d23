import type {WhyUnknown} from '../../model/known.ts';
import type {Row} from '../row.ts';
import {closingStates} from '../socket-states.ts';

/** What is known of the host when sockets have no holder. */
export type View = {
  /** Some process could not be read, or is hidden. */
  readonly isBlind: boolean;
  readonly refusal: 'needs-root' | 'refused';
  readonly isInitialPidNamespace: boolean;
  /** How many complete sweeps did not find the holder of a socket with this inode. */
  misses(inode: number): number;
  /** Whether a part of the kernel of which there is evidence may hold the socket. */
  mayBeKernels(row: Row): boolean;
};

/**
 * Tells why a socket of `unowned`, the sockets of one look without holder, has none. A connection to a port where the kernel itself
 * listens is the kernel's as well. `no-process` takes two complete sweeps, since a holder may pass a socket on during one.
 */
export function createWhyUnowned(unowned: readonly Row[], view: View): (row: Row) => WhyUnknown {
  const canBeKernels = !view.isBlind && view.isInitialPidNamespace;
  const kernels = canBeKernels ? unowned.filter(row => row.inode !== null && view.mayBeKernels(row)) : [];
  const inodes = new Set(kernels.map(row => row.inode));
  const ports = new Set(kernels.filter(row => row.peer === null).map(portOf));
  return row => {
    if (row.inode === null) return closingStates.has(row.state) ? 'closing' : 'kernel';
    if (view.isBlind) return view.refusal;
    if (!view.isInitialPidNamespace) return 'other-namespace';
    if (inodes.has(row.inode) || ports.has(portOf(row))) return 'kernel';
    return view.misses(row.inode) >= 2 ? 'no-process' : 'exited';
  };
}

const portOf = (row: Row): string => `${row.protocol} ${row.local.port}`;
