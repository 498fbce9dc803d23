import {createTimeSlices} from '../time-slices.ts';
import {countDescriptors, type Search, visit} from './scan-process.ts';
import type {Sought} from './tracked-socket.ts';

const sliceMilliseconds = 10;

/** Visits every process, and reads all its descriptors and facts anew. */
export async function sweepAll(search: Search): Promise<void> {
  const slices = createTimeSlices(sliceMilliseconds);
  for (const pid of listProcesses(search)) await visit(search, pid, true, slices);
}

/**
 * Of the processes that show no sign of having opened something, those that are looked through for a socket, newest first. Where
 * the kernel does not tell how many descriptors they have there is no such sign.
 */
const mostOthers = {withCounts: 256, withoutCounts: 1024};

/**
 * Looks for a few sockets on descriptors that are not known to be open on others. Visits the processes that are new, that hold
 * sockets or whose number of descriptors has changed, and while one of the sockets has no holder a bounded number of others.
 */
export async function sweepFor(search: Search, fresh: readonly Sought[]): Promise<void> {
  const slices = createTimeSlices(sliceMilliseconds);
  const others: number[] = [];
  for (const pid of listProcesses(search)) {
    const turn = slices.turn();
    if (turn) await turn;
    if (isLikely(search, pid)) await visit(search, pid, false, slices);
    else if (!search.tellsCounts || search.table.get(pid)?.count !== 0) others.push(pid);
  }
  let missing = fresh;
  const most = search.tellsCounts ? mostOthers.withCounts : mostOthers.withoutCounts;
  for (const pid of others.sort((a, b) => b - a).slice(0, most)) {
    missing = missing.filter(({owner}) => owner === null);
    if (missing.length === 0) return;
    await visit(search, pid, false, slices);
  }
}

function isLikely({context, table}: Search, pid: number): boolean {
  const known = table.get(pid);
  return known === undefined || known.open.size > 0 || countDescriptors(context, pid) !== known.count;
}

/** Pids of the processes that there are. Forgets those that are gone. */
export function listProcesses({context: {files, proc}, table, unreadable}: Search): number[] {
  const pids = files
    .list(proc)
    .filter(name => /^\d+$/.test(name))
    .map(Number);
  const living = new Set(pids);
  for (const pid of table.pids()) if (!living.has(pid)) table.forget(pid);
  for (const pid of unreadable) if (!living.has(pid)) unreadable.delete(pid);
  return pids;
}
