import {orFailure, type ReadFailure} from '../../linux/proc-files.ts';
import {type ProcessStat, parseStat} from '../../linux/process-texts.ts';
import {fileLimits} from './limits.ts';
import type {ProcessContext} from './read-process.ts';

/** Where processes are read. */
type Place = Pick<ProcessContext, 'files' | 'proc'>;

/** `/proc/PID/stat`, decoded. */
export function readStat({files, proc}: Place, pid: number): ProcessStat | ReadFailure {
  const bytes = orFailure(() => files.read(`${proc}/${pid}/stat`, fileLimits.processStat));
  return typeof bytes === 'string' ? bytes : (parseStat(bytes) ?? 'gone');
}

/** Whether a pid is still of the same process as before. */
export const isSameStart = (now: ProcessStat | ReadFailure, before: ProcessStat): boolean =>
  typeof now === 'object' && now.startTicks === before.startTicks;

/**
 * The directory of a process that has its descriptors and facts; null where it can have none (kernel threads, zombies).
 * Where the first thread of a process has ended and others live on, the process looks like a zombie, and only the
 * directories of its threads have the descriptors.
 */
export function directoryOf({files, proc}: Place, pid: number, stat: ProcessStat): string | null {
  if (stat.isKernelThread) return null;
  if (!stat.isZombie) return `${proc}/${pid}`;
  if (stat.threads < 2) return null;
  const others = (): IteratorObject<string> => files.names(`${proc}/${pid}/task`).filter(task => Number(task) !== pid);
  // Among the first few names of a directory that may have 100,000.
  const living = orFailure(() => others().take(1).toArray());
  return typeof living === 'string' || living[0] === undefined ? null : `${proc}/${pid}/task/${living[0]}`;
}

/** The number of open descriptors of a process; 0 where the kernel does not count them. */
export const countDescriptors = ({files, proc}: ProcessContext, pid: number): number => files.size(`${proc}/${pid}/fd`);

/**
 * A process that can have descriptors, and its directory; null where it has ended, may not be read or can have none.
 */
export function locateProcess(place: Place, pid: number): {readonly stat: ProcessStat; readonly base: string} | null {
  const stat = readStat(place, pid);
  const base = typeof stat === 'string' ? null : directoryOf(place, pid, stat);
  return typeof stat === 'string' || base === null ? null : {stat, base};
}
