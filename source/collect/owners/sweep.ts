import type {Process} from '../../model/socket.ts';
import {type ProcessStat, parseStat} from '../../proc/process.ts';
import {type OpenSockets, readOpenSockets} from './descriptors.ts';
import {attempt} from './files.ts';
import {type ProcessContext, readProcess} from './process.ts';
import {createTimeSlices, type TimeSlices} from './time-slices.ts';

/** A process as it was when last visited; `sockets` are those of the wanted ones it has open, `process` its facts while it has any. */
export type Tracked = {
  readonly pid: number;
  readonly stat: ProcessStat;
  readonly sockets: OpenSockets;
  readonly process: Process | null;
};

/** What is remembered of processes between sweeps. `unreadable` are the pids whose descriptors may not be read. */
export type ProcessTable = {readonly tracked: Map<number, Tracked>; readonly unreadable: Set<number>};

const sliceMilliseconds = 10;
const statLimit = 4096;
const none: ReadonlySet<number> = new Set();

/** Visits every process and looks up all its wanted sockets and facts anew. */
export async function sweepAll(
  context: ProcessContext,
  table: ProcessTable,
  wanted: ReadonlySet<number>,
): Promise<void> {
  const slices = createTimeSlices(sliceMilliseconds);
  for (const pid of listProcesses(context, table)) await visit(context, table, pid, wanted, false, slices);
}

/**
 * Looks for a few sockets: first in processes not seen before and in those that hold sockets, then in the rest, newest first. Stops
 * when each has a holder (others that share it come with the next full sweep). True when it had to go through every process.
 */
export async function sweepFor(
  context: ProcessContext,
  table: ProcessTable,
  fresh: ReadonlySet<number>,
): Promise<boolean> {
  const slices = createTimeSlices(sliceMilliseconds);
  const missing = new Set(fresh);
  const rank = (pid: number): number => {
    const known = table.tracked.get(pid);
    return known === undefined ? 0 : known.sockets.size > 0 ? 1 : 2;
  };
  const pids = listProcesses(context, table).sort((a, b) => rank(a) - rank(b) || b - a);
  for (const pid of pids) {
    await visit(context, table, pid, fresh, true, slices);
    for (const inode of table.tracked.get(pid)?.sockets.keys() ?? []) missing.delete(inode);
    if (missing.size === 0) return false;
  }
  return true;
}

// Forgets the processes that are gone.
function listProcesses({files, proc}: ProcessContext, {tracked, unreadable}: ProcessTable): number[] {
  const pids = files
    .list(proc)
    .filter(name => /^\d+$/.test(name))
    .map(Number);
  const living = new Set(pids);
  for (const pid of tracked.keys()) if (!living.has(pid)) tracked.delete(pid);
  for (const pid of unreadable) if (!living.has(pid)) unreadable.delete(pid);
  return pids;
}

async function visit(
  context: ProcessContext,
  {tracked, unreadable}: ProcessTable,
  pid: number,
  wanted: ReadonlySet<number>,
  isAddition: boolean,
  slices: TimeSlices,
): Promise<void> {
  const turn = slices.turn();
  if (turn) await turn;
  unreadable.delete(pid);
  const stat = readStat(context, pid);
  if (typeof stat === 'string') {
    tracked.delete(pid);
    if (stat === 'refused') unreadable.add(pid);
    return;
  }
  const seen = tracked.get(pid);
  const before = seen?.stat.startTicks === stat.startTicks ? seen : undefined;
  const nothing: Tracked = {pid, stat, sockets: new Map(), process: null};
  const base = directoryOf(context, pid, stat);
  if (base === null) {
    tracked.set(pid, nothing);
    return;
  }
  const skip = isAddition && before ? new Set([...before.sockets.values()].flat()) : none;
  const open = await readOpenSockets(context.files, `${base}/fd`, wanted, skip, slices);
  if (open === 'refused') unreadable.add(pid);
  if (typeof open === 'string') {
    tracked.set(pid, nothing);
    return;
  }
  if (open.size === 0 && isAddition && before) return;
  const sockets = isAddition && before ? new Map([...before.sockets, ...open]) : open;
  const process = sockets.size > 0 ? readProcess(context, pid, stat, base, before?.process ?? null) : null;
  if (process === null || isStill(context, pid, stat)) tracked.set(pid, {pid, stat, sockets, process});
  else tracked.delete(pid);
}

function readStat({files, proc}: ProcessContext, pid: number): ProcessStat | 'gone' | 'refused' {
  const bytes = attempt(() => files.read(`${proc}/${pid}/stat`, statLimit));
  return typeof bytes === 'string' ? bytes : (parseStat(bytes) ?? 'gone');
}

// The pid may have passed to another process while its descriptors and facts were read.
function isStill(context: ProcessContext, pid: number, stat: ProcessStat): boolean {
  const now = readStat(context, pid);
  return typeof now === 'object' && now.startTicks === stat.startTicks;
}

/**
 * Where descriptors and facts of a process are; null where it can have none (kernel threads, zombies). When the first thread of a
 * process has ended and others live on, the process looks like a zombie and only the threads' directories tell of it.
 */
function directoryOf({files, proc}: ProcessContext, pid: number, stat: ProcessStat): string | null {
  if (stat.isKernelThread) return null;
  if (!stat.isZombie) return `${proc}/${pid}`;
  const tasks = stat.threads > 1 ? attempt(() => files.list(`${proc}/${pid}/task`)) : [];
  const living = typeof tasks === 'string' ? undefined : tasks.find(task => Number(task) !== pid);
  return living === undefined ? null : `${proc}/${pid}/task/${living}`;
}
