import type {ProcessContext} from './process.ts';
import {createProcessTable} from './process-table.ts';
import {type Asked, createSoughtSockets, type Sought} from './sought.ts';
import {sweepAll, sweepFor} from './sweep.ts';
import {createTending} from './tend.ts';
import type {Search} from './visit.ts';

/** Remembers who holds which socket, and looks through the processes when it has to. Calls must not overlap. */
export type HolderFinder = {
  /** Brings the holders of these sockets up to date, and forgets all other sockets. */
  update(rows: readonly Asked[], now: number): Promise<Update>;
  /** Brings the holders of the same sockets up to date where that costs little. True where some changed, or `update` has work to do. */
  tend(now: number): Promise<boolean>;
  /** How many sweeps looked for the holder of a socket in vain; from the second on they were complete. */
  misses(inode: number): number;
  unreadable(): number;
  kernelThreads(): readonly string[];
};

/** `sockets` are those of the rows, in their order; null for a row without inode. `swept`: processes were looked through. */
export type Update = {readonly sockets: readonly (Sought | null)[]; readonly swept: boolean};

const sweepEvery = 10_000;
const settledAfter = 2;
/** Processes and sockets of a host where a complete sweep takes so long that what is missing waits for one; milliseconds. */
const manyToRead = 10_000;
const sweepManyEvery = 2_500;

export function createHolderFinder(context: ProcessContext): HolderFinder {
  const sought = createSoughtSockets();
  const table = createProcessTable();
  const unreadable = new Set<number>();
  const tellsCounts = context.files.size(`${context.proc}/self/fd`) > 0;
  const search: Search = {context, table, unreadable, find: sought.find, tellsCounts};
  const tending = createTending(search);
  let lastSweep = Number.NEGATIVE_INFINITY;
  const isDue = (now: number): boolean => now - lastSweep >= sweepEvery || now < lastSweep;
  const isUnsettled = (socket: Sought | null): socket is Sought =>
    socket?.owner === null && socket.misses < settledAfter;

  const sweep = async (now: number): Promise<void> => {
    lastSweep = now;
    await sweepAll(search);
  };
  // What is missing for the second time may be on a descriptor that is taken to be open on something else, so then all are read.
  // True where what is missing still counts as missed.
  const searchFor = async (unsettled: readonly Sought[], now: number): Promise<boolean> => {
    await sweepFor(search, unsettled);
    if (!unsettled.some(({owner, misses}) => owner === null && misses > 0)) return true;
    if (table.size() + sought.size() > manyToRead && Math.abs(now - lastSweep) < sweepManyEvery) return false;
    await sweep(now);
    return true;
  };

  return {
    async update(rows, now) {
      const sockets = sought.ask(rows, table.release);
      const isSweep = isDue(now);
      const unsettled = isSweep ? [] : sockets.filter(isUnsettled);
      await (isSweep ? sweep(now) : tending());
      // Also for sockets that a new process was found to hold: others may share them.
      const isMissed = unsettled.length > 0 ? await searchFor(unsettled, now) : isSweep;
      for (const socket of sockets) {
        if (socket === null) continue;
        if (socket.owner !== null) socket.misses = 0;
        else if (isMissed) socket.misses++;
      }
      return {sockets, swept: isSweep || unsettled.length > 0};
    },
    async tend(now) {
      const before = table.changes();
      await tending();
      return isDue(now) || table.changes() !== before;
    },
    misses: inode => sought.find(inode)?.misses ?? 0,
    unreadable: () => unreadable.size,
    kernelThreads: () => [...table.values()].filter(({stat}) => stat.isKernelThread).map(({stat}) => stat.name),
  };
}
