import {createTimeSlices, type TimeSlices} from '../time-slices.ts';
import {maxCheckedDescriptors, maxCheckedHolders, maxNewProcesses, scanSlice} from './limits.ts';
import {listProcesses} from './list-processes.ts';
import {isSameStart, locateProcess} from './process-state.ts';
import {rereadFacts, scanProcess} from './scan-process.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/**
 * Brings the holders up to date from poll to poll, at a bounded cost. Forgets processes that are gone, and scans new
 * ones, which inherit sockets (fork(2)). Of holders it checks that the pid is still of the same process, and that the
 * descriptors are still open on the sockets: first those of shared sockets, since such a socket lives on when one of
 * its holders closes it.
 */
export function createIncrementalScan(search: Search): () => Promise<void> {
  const {table, unreadable} = search;
  /** Holders that were new to the poll before: a process that was just forked often runs another program next. */
  let recentForks: readonly number[] = [];
  let lastChecked = 0;

  const scanNewProcesses = async (slices: TimeSlices): Promise<void> => {
    for (const pid of recentForks) rereadFacts(search, pid);
    const unknown = listProcesses(search).filter(pid => !table.get(pid) && !unreadable.has(pid));
    const scanned = unknown.sort((a, b) => b - a).slice(0, maxNewProcesses);
    for (const pid of scanned) await scanProcess(search, pid, 'all', slices);
    recentForks = scanned.filter(pid => table.get(pid)?.process);
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

  return async () => {
    const slices = createTimeSlices(scanSlice);
    await scanNewProcesses(slices);
    await checkHolders(slices);
  };
}

/** A descriptor, and the socket that it counts as open on. */
type Share = readonly [descriptor: number, socket: TrackedSocket];

async function checkHolder(search: Search, pid: number, shares: readonly Share[], slices: TimeSlices): Promise<void> {
  const {context, table} = search;
  const known = table.get(pid);
  if (!known) return;
  const located = locateProcess(context, pid);
  if (located === null || !isSameStart(located.stat, known.stat)) return scanProcess(search, pid, 'all', slices);
  if (located.stat.name !== known.stat.name) rereadFacts(search, pid);
  checkDescriptors(search, pid, `${located.base}/fd`, shares);
}

/** A descriptor that may not be read stays as it was. */
function checkDescriptors({context, table, find}: Search, pid: number, path: string, shares: readonly Share[]): void {
  const descriptors = context.openDescriptors(path);
  if (typeof descriptors === 'string') return;
  for (const [descriptor, socket] of shares) {
    const inode = descriptors.inode(descriptor);
    if (inode === socket.inode || inode === 'refused') continue;
    table.setDescriptor(pid, descriptor, inode === 'gone' ? undefined : find(inode));
  }
  descriptors.close();
}

/** The descriptors of sockets that several processes hold, by pid: no more of them than are checked in one poll. */
function sharesOf(sockets: Iterable<TrackedSocket>): ReadonlyMap<number, readonly Share[]> {
  const shares = new Map<number, Share[]>();
  let count = 0;
  for (const socket of sockets) {
    for (const {process, descriptors} of socket.owner?.value ?? []) {
      const ofProcess = shares.get(process.pid) ?? [];
      shares.set(process.pid, ofProcess);
      for (const descriptor of descriptors) ofProcess.push([descriptor, socket]);
      count += descriptors.length;
    }
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
