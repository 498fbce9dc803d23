import {parseBootTime, parseStat, startTime} from './process-texts.ts';
import {readProc} from './read-proc.ts';

/** Start of the process that has a pid now, in milliseconds since the epoch; null where it has ended. Never throws. */
export async function readProcessStart(pid: number): Promise<number | null> {
  const [process, system] = await Promise.all([readProc(`/proc/${pid}/stat`), readProc('/proc/stat')]);
  const stat = process.known ? parseStat(process.value) : null;
  const bootTime = system.known ? parseBootTime(system.value.toString('latin1')) : null;
  return stat && bootTime !== null ? startTime(stat, bootTime) : null;
}

/**
 * Milliseconds. The kernel computes `btime` of /proc/stat from the clock, rounded to a second (fs/proc/stat.c), so two
 * readings of one start may differ by a second.
 */
const tolerance = 1500;

/**
 * Whether two starts, in milliseconds since the epoch, are of one process: a pid passes to another process after its
 * own has ended. False also where the clock was set in between.
 */
export const isSameProcess = (startedAt: number, startedNow: number): boolean =>
  Math.abs(startedNow - startedAt) <= tolerance;
