import {setTimeout as pause} from 'node:timers/promises';
import {createTimeSlices} from '../time-slices.ts';
import {isHeld} from './holders.ts';
import {chaseTimes, maxNewProcesses, scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/**
 * Searches sockets in processes that are new: a holder that forks and ends all the time is seldom among the processes
 * that a longer scan lists first. A holder that was found, now or before, is watched until it has stayed a while. Takes
 * a time of `chaseTimes`.
 */
export async function chaseScan(search: Search, sockets: readonly TrackedSocket[]): Promise<void> {
  if (sockets.length === 0) return;
  const start = performance.now();
  let end = start + chaseTimes.quiet;
  let heldSince = Number.POSITIVE_INFINITY;
  let ends = -1;
  for (;;) {
    if ((await scanNew(search)) > 0) end = start + chaseTimes.busy;
    const now = performance.now();
    const endsUntilNow = sockets.reduce((sum, each) => sum + each.ends, 0);
    const stays = sockets.every(isHeld) && endsUntilNow === ends;
    heldSince = stays ? Math.min(heldSince, now) : Number.POSITIVE_INFINITY;
    ends = endsUntilNow;
    if (now >= end || now - heldSince >= chaseTimes.stays) return;
    await pause(chaseTimes.pause);
  }
}

async function scanNew(search: Search): Promise<number> {
  const {table, unreadable} = search;
  const slices = createTimeSlices(scanSlice);
  const fresh = (await listProcesses(search, slices)).filter(pid => !table.get(pid) && !unreadable.has(pid));
  const scanned = fresh.sort((a, b) => b - a).slice(0, maxNewProcesses);
  for (const pid of scanned) await scanProcess(search, pid, 'all', slices);
  return scanned.length;
}
