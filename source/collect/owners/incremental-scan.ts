import {createTimeSlices, type TimeSlices} from '../time-slices.ts';
import {forEachSlot} from './holders.ts';
import {maxCheckedDescriptors, maxCheckedHolders, maxListedDescriptors, maxNewProcesses, scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {isSameStart, locateProcess} from './process-state.ts';
import {rereadFacts, scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';
import {descriptorOf, type Slot, threadOf} from './slots.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/**
 * Brings the holders up to date from poll to poll, at a bounded cost. Forgets processes that are gone, and scans new
 * ones, which inherit sockets (fork(2)). Of holders it checks that the pid is still of the same process, and that the
 * descriptors are still open on the sockets. Descriptors of shared sockets come first, since a shared socket lives on
 * when one of its holders closes it. `looksForNew` is false until every process was read once: none counts as new
 * before.
 */
export function createIncrementalScan(search: Search): (looksForNew?: boolean) => Promise<void> {
  const {table, unreadable} = search;
  let lastChecked = 0;

  const scanNewProcesses = async (slices: TimeSlices): Promise<void> => {
    rereadStarting(search);
    const unknown = (await listProcesses(search, slices)).filter(pid => !table.get(pid) && !unreadable.has(pid));
    const scanned = unknown.sort((a, b) => b - a).slice(0, maxNewProcesses);
    for (const pid of scanned) await scanProcess(search, pid, 'all', slices);
  };

  const checkHolders = async (slices: TimeSlices): Promise<void> => {
    const holders = [...table.pids()].filter(pid => table.get(pid)?.process).sort((a, b) => a - b);
    const next = holders.findIndex(pid => pid > lastChecked);
    const turns = next < 0 ? holders : [...holders.slice(next), ...holders.slice(0, next)];
    const shares = sharesOf(table.shared());
    let rest = maxCheckedDescriptors;
    for (const pid of turns.slice(0, maxCheckedHolders)) {
      const turn = slices.turn();
      if (turn) await turn;
      lastChecked = pid;
      const unshared = rest > 0 ? firstOf(table.get(pid)?.open ?? [], rest) : [];
      rest -= unshared.length;
      await checkHolder(search, pid, [...(shares.get(pid) ?? []), ...unshared], slices);
    }
  };

  return async (looksForNew = true) => {
    const slices = createTimeSlices(scanSlice);
    if (looksForNew) await scanNewProcesses(slices);
    await checkHolders(slices);
  };
}

/** Reads the facts of new holders again, at a bounded cost: of the last ones where they are many. */
function rereadStarting(search: Search): void {
  const {table, starting} = search;
  const all = [...starting];
  for (const [pid] of all.slice(0, -maxCheckedHolders)) starting.delete(pid);
  for (const [pid, scans] of all.slice(-maxCheckedHolders)) {
    rereadFacts(search, pid);
    if (scans > 1 && table.get(pid)?.process) starting.set(pid, scans - 1);
    else starting.delete(pid);
  }
}

/** A slot, and the socket that it counts as open on. */
type Share = readonly [slot: Slot, socket: TrackedSocket];

async function checkHolder(search: Search, pid: number, shares: readonly Share[], slices: TimeSlices): Promise<void> {
  const {context, table} = search;
  const known = table.get(pid);
  if (!known) return;
  const located = locateProcess(context, pid);
  if (located === null || !isSameStart(located.stat, known.stat)) return scanProcess(search, pid, 'all', slices);
  if (located.stat.name !== known.stat.name) rereadFacts(search, pid);
  checkDescriptors(search, pid, shares, thread =>
    thread === 0 ? `${located.base}/fd` : `${context.proc}/${pid}/task/${thread}/fd`,
  );
}

/** A descriptor that may not be read counts as unchanged. */
function checkDescriptors(
  {context, table, find}: Search,
  pid: number,
  shares: readonly Share[],
  directoryOf: (thread: number) => string,
): void {
  for (const [thread, ofTable] of Map.groupBy(shares, ([slot]) => threadOf(slot))) {
    const descriptors = context.openDescriptors(directoryOf(thread));
    // A thread that has ended has closed its table.
    if (descriptors === 'gone' && thread > 0) for (const [slot] of ofTable) table.setSlot(pid, slot, undefined);
    if (typeof descriptors === 'string') continue;
    for (const [slot, socket] of ofTable) {
      const inode = descriptors.inode(descriptorOf(slot));
      if (inode === socket.inode || (typeof inode === 'string' && inode !== 'gone')) continue;
      table.setSlot(pid, slot, inode === 'gone' ? undefined : find(inode));
    }
    descriptors.close();
  }
}

/** The slots of sockets that several processes hold, by pid; at most as many as one poll checks. */
function sharesOf(sockets: Iterable<TrackedSocket>): ReadonlyMap<number, readonly Share[]> {
  const shares = new Map<number, Share[]>();
  let count = 0;
  for (const socket of sockets) {
    forEachSlot(socket, maxListedDescriptors, (pid, slot) => {
      const ofProcess = shares.get(pid) ?? [];
      shares.set(pid, ofProcess);
      ofProcess.push([slot, socket]);
      count++;
    });
    if (count >= maxCheckedDescriptors) break;
  }
  return shares;
}

function firstOf<T>(all: Iterable<T>, max: number): readonly T[] {
  const first: T[] = [];
  for (const each of all) {
    if (first.length >= max) break;
    first.push(each);
  }
  return first;
}
