import type {ProcessStat} from '../../linux/process-texts.ts';
import type {TimeSlices} from '../time-slices.ts';
import {readDescriptors} from './descriptors.ts';
import {isHeld} from './holders.ts';
import {startingService} from './limits.ts';
import {countDescriptors, directoryOf, isSameStart, locateProcess, readStat} from './process-state.ts';
import {readProcess} from './read-process.ts';
import type {Search} from './search.ts';
import {isOfThread, type Slot, threadSlot} from './slots.ts';
import {noteEnd, type TrackedSocket} from './tracked-socket.ts';

/**
 * The descriptors of a process that a scan reads: all, or only descriptors that do not count as open on a tracked
 * socket.
 */
type ScanScope = 'all' | 'new';

const none: ReadonlyMap<number, TrackedSocket> = new Map();

/** Finds out which tracked sockets a process holds. Linear in the descriptors that are read. */
export async function scanProcess(search: Search, pid: number, scope: ScanScope, slices: TimeSlices): Promise<void> {
  const {context, table, unreadable} = search;
  const turn = slices.turn();
  if (turn) await turn;
  if (await isStillIdle(search, pid, scope, slices)) return;
  unreadable.delete(pid);
  const stat = readStat(context, pid);
  if (typeof stat === 'string' && stat !== 'gone') unreadable.add(pid);
  const known = table.get(pid);
  if (typeof stat === 'string' || known?.stat.startTicks !== stat.startTicks) table.forget(pid);
  if (typeof stat === 'string') return;
  const base = directoryOf(context, pid, stat);
  if (base === null) table.setIdle(pid, stat, 0);
  else await readHoldings(search, pid, {stat, base}, scope, slices);
}

/** Whether a pid that held no tracked socket still holds none, whichever process has the pid now. */
async function isStillIdle(search: Search, pid: number, scope: ScanScope, slices: TimeSlices): Promise<boolean> {
  const {context, table, find} = search;
  const known = table.get(pid);
  const count = known?.process === null ? countDescriptors(context, pid) : 0;
  if (!known || count === 0) return false;
  const directory = `${context.proc}/${pid}/fd`;
  const query = {retained: none, count, find, ...noting(search, scope, pid, directory)};
  const open = await readDescriptors(context.openDescriptors, directory, query, slices);
  if (typeof open === 'string' || open.size > 0) return false;
  table.setIdle(pid, known.stat, count);
  return true;
}

/** Notes sockets that are in no table, where a scan reads every descriptor. */
const noting = ({others}: Search, scope: ScanScope, pid: number, directory: string) =>
  others === undefined || scope === 'new'
    ? {}
    : {onOther: (descriptor: number, inode: number) => others.note(pid, `${directory}/${descriptor}`, inode)};

async function readHoldings(
  search: Search,
  pid: number,
  {stat, base}: {readonly stat: ProcessStat; readonly base: string},
  scope: ScanScope,
  slices: TimeSlices,
): Promise<void> {
  const {context, table, unreadable, starting, find} = search;
  const before = table.get(pid);
  const retained = scope === 'all' ? none : ofProcess(before?.open ?? none);
  const count = countDescriptors(context, pid);
  const query = {retained, count, find, ...noting(search, scope, pid, `${base}/fd`)};
  const open = await readDescriptors(context.openDescriptors, `${base}/fd`, query, slices);
  if (typeof open === 'string' && open !== 'gone') unreadable.add(pid);
  if (typeof open === 'string') return table.setIdle(pid, stat, count);
  const ownTables = await readOwnTables(search, pid, before?.ownTables ?? [], open, slices);
  if (open.size + retained.size === 0) return table.setIdle(pid, stat, count);
  const facts = before?.process ?? null;
  const process = open.size === 0 && facts !== null ? facts : readProcess(context, pid, stat, base, facts);
  // The pid may have passed to another process while its descriptors and facts were read.
  if (isSameStart(readStat(context, pid), stat)) {
    const isNew = facts === null && (before !== undefined || search.isNew(stat));
    if (isNew) starting.set(pid, startingService.scans);
    return table.setHolder({process, stat, count, ownTables, open}, scope === 'all');
  }
  table.forget(pid);
  for (const socket of open.values()) if (!isHeld(socket)) noteEnd(socket, process.startedAt);
}

/** The slots of the table that the threads of a process share. Tables of single threads are read anew. */
function ofProcess(open: ReadonlyMap<Slot, TrackedSocket>): ReadonlyMap<Slot, TrackedSocket> {
  const hasOthers = open.keys().some(isOfThread);
  return hasOthers ? new Map([...open].filter(([slot]) => !isOfThread(slot))) : open;
}

/**
 * Adds the sockets that these threads hold in tables of their own to `open`. Returns the threads that still hold a
 * socket.
 */
async function readOwnTables(
  {context, find}: Search,
  pid: number,
  threads: readonly number[],
  open: Map<Slot, TrackedSocket>,
  slices: TimeSlices,
): Promise<readonly number[]> {
  const holding: number[] = [];
  for (const thread of threads) {
    const path = `${context.proc}/${pid}/task/${thread}/fd`;
    const found = await readDescriptors(context.openDescriptors, path, {retained: none, count: 0, find}, slices);
    if (typeof found === 'string' || found.size === 0) continue;
    for (const [descriptor, socket] of found) open.set(threadSlot(thread, descriptor), socket);
    holding.push(thread);
  }
  return holding;
}

/** Records sockets that one thread of a process holds, by the descriptors of its own table. */
export function addThreadHoldings(
  {context, table}: Search,
  pid: number,
  thread: number,
  found: ReadonlyMap<number, TrackedSocket>,
): void {
  const before = table.get(pid);
  const located = locateProcess(context, pid);
  if (located === null || (before && !isSameStart(located.stat, before.stat))) return;
  const {stat, base} = located;
  const process = readProcess(context, pid, stat, base, before?.process ?? null);
  if (!isSameStart(readStat(context, pid), stat)) return;
  const open = new Map([...found].map(([descriptor, socket]) => [threadSlot(thread, descriptor), socket]));
  const ownTables = [...new Set([...(before?.ownTables ?? []), thread])];
  table.setHolder({process, stat, count: before?.count ?? 0, ownTables, open}, false);
}

/** Reads the facts of a holder anew: it may run another program by now (execve(2)). */
export function rereadFacts({context, table}: Search, pid: number): void {
  const known = table.get(pid);
  const located = locateProcess(context, pid);
  if (!known?.process || located === null) return;
  const {stat, base} = located;
  const {count, ownTables} = known;
  const process = readProcess(context, pid, stat, base, known.process);
  if (isSameStart(stat, known.stat) && isSameStart(readStat(context, pid), stat)) {
    table.setHolder({process, stat, count, ownTables, open: new Map()}, false);
  }
}
