import {findOwners, type KnownOwner} from './holders.ts';
import type {ProcessContext} from './process.ts';
import {type ProcessTable, sweepAll, sweepFor} from './sweep.ts';

/** Remembers who holds which socket, and looks through the processes when it has to. */
export type HolderFinder = {
  /** Brings the holders of the wanted sockets up to date and forgets all others; true when processes were looked through. */
  update(wanted: ReadonlySet<number>, now: number): Promise<boolean>;
  owner(inode: number): KnownOwner | undefined;
  /** How many complete sweeps looked for the holder of a socket in vain. */
  misses(inode: number): number;
  unreadable(): number;
  kernelThreads(): readonly string[];
};

const sweepEvery = 10_000;
const settledAfter = 2;

export function createHolderFinder(context: ProcessContext): HolderFinder {
  const table: ProcessTable = {tracked: new Map(), unreadable: new Set()};
  const misses = new Map<number, number>();
  let owners = new Map<number, KnownOwner>();
  let lastSweep = Number.NEGATIVE_INFINITY;

  const forgetAllBut = (wanted: ReadonlySet<number>): void => {
    for (const known of [misses, owners, ...table.tracked.values().map(({sockets}) => sockets)]) {
      for (const inode of known.keys()) if (!wanted.has(inode)) known.delete(inode);
    }
  };
  const unsettledOf = (wanted: ReadonlySet<number>): Set<number> => {
    const unsettled = new Set<number>();
    for (const inode of wanted) {
      if (!owners.has(inode) && (misses.get(inode) ?? 0) < settledAfter) unsettled.add(inode);
    }
    return unsettled;
  };
  // Resolves to the sockets that were looked for in every process; null when there was no need to look.
  const sweep = async (wanted: ReadonlySet<number>, now: number): Promise<ReadonlySet<number> | null> => {
    if (now - lastSweep >= sweepEvery || now < lastSweep) {
      await sweepAll(context, table, wanted);
      lastSweep = now;
      return wanted;
    }
    const fresh = unsettledOf(wanted);
    if (fresh.size === 0) return null;
    return (await sweepFor(context, table, fresh)) ? fresh : new Set();
  };

  return {
    async update(wanted, now) {
      forgetAllBut(wanted);
      const everywhere = await sweep(wanted, now);
      if (everywhere === null) return false;
      owners = findOwners(table.tracked.values(), owners);
      for (const inode of everywhere) if (!owners.has(inode)) misses.set(inode, (misses.get(inode) ?? 0) + 1);
      for (const inode of owners.keys()) misses.delete(inode);
      return true;
    },
    owner: inode => owners.get(inode),
    misses: inode => misses.get(inode) ?? 0,
    unreadable: () => table.unreadable.size,
    kernelThreads: () => [...table.tracked.values()].filter(({stat}) => stat.isKernelThread).map(({stat}) => stat.name),
  };
}
