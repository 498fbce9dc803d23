import type {Files} from '../linux/proc-files.ts';
import type {TimeSlices} from './time-slices.ts';

/** Names between two readings of the clock. */
const namesPerTurn = 256;
const isPid = /^\d+$/;

/**
 * Pids of the processes in the procfs at `proc`. Rejects where it cannot be read. Linear in the processes: 50,000 take
 * 55 ms, cut into slices.
 */
export async function listPids(files: Files, proc: string, slices: TimeSlices): Promise<number[]> {
  const pids: number[] = [];
  let read = 0;
  for (const name of files.names(proc)) {
    if (isPid.test(name)) pids.push(Number(name));
    const turn = ++read % namesPerTurn === 0 ? slices.turn() : undefined;
    if (turn) await turn;
  }
  return pids;
}
