import {createTimeSlices} from '../time-slices.ts';
import {isHeld} from './holders.ts';
import {maxUnlikelyProcesses, scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {countDescriptors} from './process-state.ts';
import {scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/**
 * Searches a few sockets on descriptors that do not count as open on others. Scans the processes that are new, that
 * held sockets at their last scan or whose number of descriptors has changed; then, while one of the sockets has no
 * holder, a bounded number of the others, newest first. Linear in the processes, and in the descriptors that are read.
 */
export async function targetedScan(search: Search, sockets: readonly TrackedSocket[]): Promise<void> {
  const {table, hasDescriptorCounts} = search;
  const slices = createTimeSlices(scanSlice);
  const unlikely: number[] = [];
  for (const pid of await listProcesses(search, slices)) {
    const turn = slices.turn();
    if (turn) await turn;
    if (isLikely(search, pid)) await scanProcess(search, pid, 'new', slices);
    else if (!hasDescriptorCounts || table.get(pid)?.count !== 0) unlikely.push(pid);
  }
  let missing = sockets;
  const max = hasDescriptorCounts ? maxUnlikelyProcesses.withCounts : maxUnlikelyProcesses.withoutCounts;
  for (const pid of unlikely.sort((a, b) => b - a).slice(0, max)) {
    missing = missing.filter(socket => !isHeld(socket));
    if (missing.length === 0) return;
    await scanProcess(search, pid, 'new', slices);
  }
}

function isLikely({context, table}: Search, pid: number): boolean {
  const known = table.get(pid);
  return known === undefined || known.process !== null || countDescriptors(context, pid) !== known.count;
}
