import {orFailure, type ReadFailure} from '../../linux/proc-files.ts';
import {type ProcessStat, parseStat} from '../../linux/process-texts.ts';
import type {TimeSlices} from '../time-slices.ts';
import {readDescriptors} from './descriptors.ts';
import type {ProcessTable} from './process-table.ts';
import {type ProcessContext, readProcess} from './read-process.ts';
import type {Sought} from './tracked-socket.ts';

/** What is looked through, and for what. */
export type Search = {
  readonly context: ProcessContext;
  readonly table: ProcessTable;
  /** Pids whose descriptors may not be read. */
  readonly unreadable: Set<number>;
  /** The sought socket that has an inode. */
  readonly find: (inode: number) => Sought | undefined;
  /** Whether the kernel tells how many descriptors a process has open. */
  readonly tellsCounts: boolean;
};

const statLimit = 4096;
const nothing: ReadonlyMap<number, Sought> = new Map();

/** Reads which sought sockets a process holds: on all its descriptors, or only on those not known to be open on one. */
export async function visit(search: Search, pid: number, isAll: boolean, slices: TimeSlices): Promise<void> {
  const {context, table, unreadable} = search;
  const turn = slices.turn();
  if (turn) await turn;
  if (await isStillIdle(search, pid, slices)) return;
  unreadable.delete(pid);
  const stat = readStat(context, pid);
  if (stat === 'refused') unreadable.add(pid);
  const known = table.get(pid);
  if (typeof stat === 'string' || known?.stat.startTicks !== stat.startTicks) table.forget(pid);
  if (typeof stat === 'string') return;
  const base = directoryOf(context, pid, stat);
  if (base === null) table.setIdle(pid, stat, 0);
  else await readHoldings(search, pid, stat, base, isAll, slices);
}

/** Whether a process that held no sought socket still holds none; which process has the pid now is then of no matter. */
async function isStillIdle({context, table, find}: Search, pid: number, slices: TimeSlices): Promise<boolean> {
  const known = table.get(pid);
  const count = known?.process === null ? countDescriptors(context, pid) : 0;
  if (!known || count === 0) return false;
  const wanted = {kept: nothing, count, find};
  const open = await readDescriptors(context.openDescriptors, `${context.proc}/${pid}/fd`, wanted, slices);
  if (typeof open === 'string' || open.size > 0) return false;
  table.setIdle(pid, known.stat, count);
  return true;
}

async function readHoldings(
  {context, table, unreadable, find}: Search,
  pid: number,
  stat: ProcessStat,
  base: string,
  isAll: boolean,
  slices: TimeSlices,
): Promise<void> {
  const before = table.get(pid);
  const kept = isAll ? nothing : (before?.open ?? nothing);
  const count = countDescriptors(context, pid);
  const open = await readDescriptors(context.openDescriptors, `${base}/fd`, {kept, count, find}, slices);
  if (open === 'refused') unreadable.add(pid);
  if (typeof open === 'string' || open.size + kept.size === 0) return table.setIdle(pid, stat, count);
  const facts = before?.process ?? null;
  const process = open.size === 0 && facts !== null ? facts : readProcess(context, pid, stat, base, facts);
  // The pid may have passed to another process while its descriptors and facts were read.
  if (isSame(readStat(context, pid), stat)) table.setHolding({process, stat, count, open}, isAll);
  else table.forget(pid);
}

/** Reads the facts of a process that holds something anew, as it may run another program by now (execve(2)). */
export function refresh({context, table}: Search, pid: number): void {
  const known = table.get(pid);
  const stat = readStat(context, pid);
  const base = typeof stat === 'string' ? null : directoryOf(context, pid, stat);
  if (!known?.process || typeof stat === 'string' || base === null) return;
  const process = readProcess(context, pid, stat, base, known.process);
  if (isSame(stat, known.stat) && isSame(readStat(context, pid), stat)) {
    table.setHolding({process, stat, count: known.count, open: new Map()}, false);
  }
}

/** Whether both are of one process. */
export const isSame = (a: ProcessStat | ReadFailure, b: ProcessStat): boolean =>
  typeof a === 'object' && a.startTicks === b.startTicks;

/** How many descriptors a process has open; 0 where that cannot be told. */
export const countDescriptors = ({files, proc}: ProcessContext, pid: number): number => files.size(`${proc}/${pid}/fd`);

/** What tells one process from another that has its pid later. */
export function readStat({files, proc}: ProcessContext, pid: number): ProcessStat | ReadFailure {
  const bytes = orFailure(() => files.read(`${proc}/${pid}/stat`, statLimit));
  return typeof bytes === 'string' ? bytes : (parseStat(bytes) ?? 'gone');
}

/**
 * Where descriptors and facts of a process are; null where it can have none (kernel threads, zombies). When the first thread of a
 * process has ended and others live on, the process looks like a zombie and only the threads' directories tell of it.
 */
export function directoryOf({files, proc}: ProcessContext, pid: number, stat: ProcessStat): string | null {
  if (stat.isKernelThread) return null;
  if (!stat.isZombie) return `${proc}/${pid}`;
  const tasks = stat.threads > 1 ? orFailure(() => files.list(`${proc}/${pid}/task`)) : [];
  const living = typeof tasks === 'string' ? undefined : tasks.find(task => Number(task) !== pid);
  return living === undefined ? null : `${proc}/${pid}/task/${living}`;
}
