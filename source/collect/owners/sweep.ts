import type {Sought} from './sought.ts';
import {createTimeSlices} from './time-slices.ts';
import {countDescriptors, type Search, visit} from './visit.ts';

const sliceMilliseconds = 10;

/** Visits every process, and reads all its descriptors and facts anew. */
export async function sweepAll(search: Search): Promise<void> {
  const slices = createTimeSlices(sliceMilliseconds);
  for (const pid of listProcesses(search)) await visit(search, pid, true, slices);
}

/**
 * Looks for a few sockets on descriptors that are not known to be open on others. Visits the processes that are new, that hold
 * sockets or whose number of descriptors has changed, and while one of the sockets has no holder the rest too, newest first.
 * True when it had to go through every process.
 */
export async function sweepFor(search: Search, fresh: readonly Sought[]): Promise<boolean> {
  const slices = createTimeSlices(sliceMilliseconds);
  const likely: number[] = [];
  const others: number[] = [];
  for (const pid of listProcesses(search)) (isLikely(search, pid) ? likely : others).push(pid);
  for (const pid of likely) await visit(search, pid, false, slices);
  let missing = fresh;
  for (const pid of others.sort((a, b) => b - a)) {
    missing = missing.filter(({owner}) => owner === null);
    if (missing.length === 0) return false;
    await visit(search, pid, false, slices);
  }
  return true;
}

function isLikely({context, table}: Search, pid: number): boolean {
  const known = table.get(pid);
  if (known === undefined || known.open.size > 0) return true;
  return !known.stat.isKernelThread && countDescriptors(context, pid) !== known.count;
}

// Forgets the processes that are gone.
function listProcesses({context: {files, proc}, table, unreadable}: Search): number[] {
  const pids = files
    .list(proc)
    .filter(name => /^\d+$/.test(name))
    .map(Number);
  const living = new Set(pids);
  for (const pid of table.pids()) if (!living.has(pid)) table.forget(pid);
  for (const pid of unreadable) if (!living.has(pid)) unreadable.delete(pid);
  return pids;
}
