import {createTimeSlices, type TimeSlices} from '../time-slices.ts';
import {listProcesses} from './full-scan.ts';
import {directoryOf, isSame, readStat, refresh, type Search, visit} from './scan-process.ts';
import type {Sought} from './tracked-socket.ts';

const sliceMilliseconds = 10;
/** Processes that are new to one poll and are visited in it: a burst of short-lived ones must not hold it up. */
const mostNewcomers = 256;
/** Processes that are checked in one poll, the rest taking turns; descriptors, of shared sockets and as many of the others. */
const mostHolders = 128;
const mostDescriptors = 512;

/**
 * Keeps what is remembered true from look to look, at a cost that is bounded. Forgets processes that are gone, and visits those
 * that are new, as they inherit sockets (fork(2)). Of processes that hold sockets it checks that they still are the processes they
 * were, and that their descriptors still are open on those sockets: first of all where others share them, as such a socket lives
 * on when one of them closes it.
 */
export function createTending(search: Search): () => Promise<void> {
  const {context, table, unreadable} = search;
  /** Holders that were new to the poll before: a process that was just forked is about to become another program. */
  let young: number[] = [];
  let lastChecked = 0;

  const welcome = async (slices: TimeSlices): Promise<void> => {
    for (const pid of young) refresh(search, pid);
    const newcomers = listProcesses(search).filter(pid => !table.get(pid) && !unreadable.has(pid));
    const visited = newcomers.sort((a, b) => b - a).slice(0, mostNewcomers);
    for (const pid of visited) await visit(search, pid, true, slices);
    young = visited.filter(pid => table.get(pid)?.process);
  };

  const checkHolders = async (slices: TimeSlices): Promise<void> => {
    const holders = [...table.pids()].filter(pid => table.get(pid)?.process).sort((a, b) => a - b);
    const next = holders.findIndex(pid => pid > lastChecked);
    const turns = next < 0 ? holders : [...holders.slice(next), ...holders.slice(0, next)];
    const shares = sharesOf(table.shared());
    let rest = mostDescriptors;
    for (const pid of turns.slice(0, mostHolders)) {
      const turn = slices.turn();
      if (turn) await turn;
      lastChecked = pid;
      const own = table.get(pid)?.open ?? [];
      const alone = rest > 0 ? firstOf(own, rest) : [];
      rest -= alone.length;
      await checkHolder(pid, [...(shares.get(pid) ?? []), ...alone], slices);
    }
  };

  const checkHolder = async (pid: number, shares: readonly Share[], slices: TimeSlices): Promise<void> => {
    const known = table.get(pid);
    if (!known) return;
    const stat = readStat(context, pid);
    const base = typeof stat === 'string' ? null : directoryOf(context, pid, stat);
    if (typeof stat === 'string' || base === null || !isSame(stat, known.stat)) return visit(search, pid, true, slices);
    if (stat.name !== known.stat.name) refresh(search, pid);
    const descriptors = context.openDescriptors(`${base}/fd`);
    if (typeof descriptors === 'string') return;
    for (const [descriptor, socket] of shares) {
      const inode = descriptors.inode(descriptor);
      if (inode === socket.inode || inode === 'refused') continue;
      table.correct(pid, descriptor, inode === 'gone' ? undefined : search.find(inode));
    }
    descriptors.close();
  };

  return async () => {
    const slices = createTimeSlices(sliceMilliseconds);
    await welcome(slices);
    await checkHolders(slices);
  };
}

/** A descriptor, and the socket that it is taken to be open on. */
type Share = readonly [descriptor: number, socket: Sought];

/** The descriptors of sockets that several processes hold, by pid: no more of them than are checked in one poll. */
function sharesOf(sockets: Iterable<Sought>): ReadonlyMap<number, readonly Share[]> {
  const shares = new Map<number, Share[]>();
  let count = 0;
  for (const socket of sockets) {
    for (const {process, descriptors} of socket.owner?.value ?? []) {
      const ofProcess = shares.get(process.pid) ?? [];
      shares.set(process.pid, ofProcess);
      for (const descriptor of descriptors) ofProcess.push([descriptor, socket]);
      count += descriptors.length;
    }
    if (count >= mostDescriptors) break;
  }
  return shares;
}

function firstOf<T>(all: Iterable<T>, most: number): readonly T[] {
  const first: T[] = [];
  for (const each of all) {
    if (first.length >= most) break;
    first.push(each);
  }
  return first;
}
