import {createTimeSlices} from '../time-slices.ts';
import {scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';

/** Reads every process anew, all its descriptors and its facts. Linear in the descriptors of the host. */
export async function fullScan(search: Search): Promise<void> {
  search.others?.begin();
  const slices = createTimeSlices(scanSlice);
  for (const pid of await listProcesses(search, slices)) await scanProcess(search, pid, 'all', slices);
}
