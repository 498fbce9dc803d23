import {listPids} from '../list-pids.ts';
import type {TimeSlices} from '../time-slices.ts';
import type {Search} from './search.ts';

/** Pids of the processes that exist, and forgets the others. Linear in the processes. */
export async function listProcesses(
  {context: {files, proc}, table, unreadable}: Search,
  slices: TimeSlices,
): Promise<number[]> {
  const pids = await listPids(files, proc, slices);
  const living = new Set(pids);
  for (const pid of table.pids()) if (!living.has(pid)) table.forget(pid);
  for (const pid of unreadable) if (!living.has(pid)) unreadable.delete(pid);
  return pids;
}
