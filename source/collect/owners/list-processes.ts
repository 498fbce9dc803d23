import type {Search} from './search.ts';

/** Pids of the processes that exist, and forgets the others. Linear in the processes. */
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
