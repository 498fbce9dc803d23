import {orFailure} from '../../linux/proc-files.ts';
import {ticksPerSecond} from '../../linux/process-texts.ts';
import {fileLimits} from './limits.ts';
import type {ProcessContext} from './read-process.ts';

/** The start of a process of this age in seconds, in clock ticks since boot; null where the uptime cannot be read. */
export function startOfAge({files, proc}: Pick<ProcessContext, 'files' | 'proc'>, seconds: number): number | null {
  const uptime = orFailure(() => files.read(`${proc}/uptime`, fileLimits.uptime));
  const now = typeof uptime === 'string' ? Number.NaN : Number.parseFloat(uptime.toString('latin1'));
  return Number.isNaN(now) ? null : (now - seconds) * ticksPerSecond;
}
