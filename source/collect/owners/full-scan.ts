import {createTimeSlices} from '../time-slices.ts';
import {type ScanPart, scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';

/** Reads every process anew, all its descriptors and its facts. Linear in the descriptors of the host. */
type FullScan = {
  /**
   * Goes on where the last call stopped, or begins anew. Returns whether every process was read.
   */
  run(): Promise<boolean>;
  /** The number of processes that the scan under way has still to read, and of all; null where none is under way. */
  progress(): ScanProgress | null;
  /** Milliseconds that the last scan took, without the time between its parts; 0 before the first one. */
  took(): number;
};

export type ScanProgress = {readonly left: number; readonly all: number};

/** No scan is under way. `part` is the most that one call reads; null: it reads all. */
export function createFullScan(search: Search, part: ScanPart | null): FullScan {
  let pids: readonly number[] = [];
  let next = 0;
  let isUnderWay = false;
  let took = 0;
  let tookUntilNow = 0;

  const scanSome = async (startedAt: number): Promise<void> => {
    const slices = createTimeSlices(scanSlice);
    if (!isUnderWay) {
      search.others?.begin();
      pids = await listProcesses(search, slices);
      [isUnderWay, next, tookUntilNow] = [true, 0, 0];
    }
    const first = next;
    for (; next < pids.length; next++) {
      const isMany = part !== null && next - first >= part.least;
      if (isMany && performance.now() - startedAt > part.time) return;
      await scanProcess(search, pids[next] ?? 0, 'all', slices);
    }
    // A process that ended since it was scanned has let go of its sockets.
    await listProcesses(search, slices);
    isUnderWay = false;
  };

  return {
    async run() {
      const startedAt = performance.now();
      await scanSome(startedAt);
      tookUntilNow += performance.now() - startedAt;
      if (!isUnderWay) took = tookUntilNow;
      return !isUnderWay;
    },
    progress: () => (isUnderWay ? {left: pids.length - next, all: pids.length} : null),
    took: () => took,
  };
}
