import {turnAfter} from '../time-slices.ts';
import {sweepAll, sweepFor} from './full-scan.ts';
import {createTending} from './incremental-scan.ts';
import {createProcessTable} from './process-table.ts';
import type {ProcessContext} from './read-process.ts';
import type {Search} from './scan-process.ts';
import {type Asked, createSoughtSockets, type Sought} from './tracked-socket.ts';

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

const settledAfter = 2;
/** Processes and sockets from which on a complete sweep takes long. */
const many = 10_000;
/** Milliseconds after which a complete sweep is due, and from one for what is missing to the next. */
const sweepsOf = {few: {due: 10_000, allowed: 0}, many: {due: 30_000, allowed: 2_500}};

export function createHolderFinder(context: ProcessContext): HolderFinder {
  const sought = createSoughtSockets();
  const table = createProcessTable();
  const unreadable = new Set<number>();
  const tellsCounts = context.files.size(`${context.proc}/self/fd`) > 0;
  const search: Search = {context, table, unreadable, find: sought.find, tellsCounts};
  const tending = createTending(search);
  let lastSweep = Number.NEGATIVE_INFINITY;
  let lastSearch = Number.NEGATIVE_INFINITY;
  const sweeps = () => (table.size() + sought.size() > many ? sweepsOf.many : sweepsOf.few);
  const isDue = (now: number): boolean => now - lastSweep >= sweeps().due || now < lastSweep;
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
    if (Math.abs(now - lastSearch) < sweeps().allowed) return false;
    lastSearch = now;
    await sweep(now);
    return true;
  };

  return {
    async update(rows, now) {
      const sockets = sought.ask(rows, table.release);
      await turnAfter(rows.length);
      const isSweep = isDue(now);
      const fresh = isSweep ? [] : sockets.filter(isUnsettled);
      const before = table.changes();
      await (isSweep ? sweep(now) : tending());
      const lost = isSweep || table.changes() === before ? [] : sockets.filter(isUnsettled);
      // Also for fresh sockets that a new process was found to hold by now: others may share them.
      const unsettled = [...new Set([...fresh, ...lost])];
      const isMissed = unsettled.length > 0 ? await searchFor(unsettled, now) : isSweep;
      sockets.forEach(socket => {
        if (socket !== null && socket.owner !== null) socket.misses = 0;
        else if (socket !== null && isMissed) socket.misses++;
      });
      await turnAfter(rows.length);
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
