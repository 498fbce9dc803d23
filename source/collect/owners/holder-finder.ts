import type {ProcessContext} from './process.ts';
import {createProcessTable} from './process-table.ts';
import {type Asked, createSoughtSockets, type Sought} from './sought.ts';
import {sweepAll, sweepFor} from './sweep.ts';

/** Remembers who holds which socket, and looks through the processes when it has to. */
export type HolderFinder = {
  /** Brings the holders of these sockets up to date, and forgets all other sockets. */
  update(rows: readonly Asked[], now: number): Promise<Update>;
  /** How many sweeps through all processes looked for the holder of a socket in vain. */
  misses(inode: number): number;
  unreadable(): number;
  kernelThreads(): readonly string[];
};

/** `sockets` are those of the rows, in their order; null for a row without inode. `swept`: processes were looked through. */
export type Update = {readonly sockets: readonly (Sought | null)[]; readonly swept: boolean};

const sweepEvery = 10_000;
const settledAfter = 2;

export function createHolderFinder(context: ProcessContext): HolderFinder {
  const sought = createSoughtSockets();
  const table = createProcessTable();
  const unreadable = new Set<number>();
  const search = {context, table, unreadable, find: sought.find};
  let lastSweep = Number.NEGATIVE_INFINITY;

  // True when it went through all processes. What is missing for the second time may be on a descriptor that is taken to be open
  // on another socket, so then all are read.
  const sweep = async (unsettled: readonly Sought[], isDue: boolean): Promise<boolean> => {
    if (!isDue) {
      if (!(await sweepFor(search, unsettled))) return false;
      if (unsettled.every(({owner, misses}) => owner !== null || misses === 0)) return true;
    }
    await sweepAll(search);
    return true;
  };

  return {
    async update(rows, now) {
      const sockets = sought.ask(rows, table.release);
      const unsettled: Sought[] = [];
      for (const socket of sockets) {
        if (socket?.owner === null && socket.misses < settledAfter) unsettled.push(socket);
      }
      const isDue = now - lastSweep >= sweepEvery || now < lastSweep;
      if (isDue) lastSweep = now;
      else if (unsettled.length === 0) return {sockets, swept: false};
      const everywhere = await sweep(unsettled, isDue);
      for (const socket of sockets) {
        if (socket === null) continue;
        if (socket.owner !== null) socket.misses = 0;
        else if (everywhere) socket.misses++;
      }
      return {sockets, swept: true};
    },
    misses: inode => sought.find(inode)?.misses ?? 0,
    unreadable: () => unreadable.size,
    kernelThreads: () => [...table.values()].filter(({stat}) => stat.isKernelThread).map(({stat}) => stat.name),
  };
}
