import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createTimeSlices, type TimeSlices} from '../time-slices.ts';
import {type OpenDescriptors, readDescriptors} from './descriptors.ts';
import {isHeld} from './holders.ts';
import {maxThreadDescriptors, type ScanPart, scanSlice} from './limits.ts';
import {locateProcess} from './process-state.ts';
import {addThreadHoldings} from './scan-process.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/**
 * Searches sockets that no process holds in the tables of threads: a thread may have descriptors of its own
 * (unshare(2), CLONE_FILES). Procfs does not show whether two threads share a table, so every table is read anew,
 * tables of another size than that of their process first.
 */
type ThreadScan = {
  /** Begins to search these sockets, where a search is under way after its end. */
  begin(sockets: readonly TrackedSocket[]): Promise<void>;
  /** Goes on, where there are threads left. */
  run(): Promise<void>;
  isUnderWay(): boolean;
  /** The threads that are listed and whose table was not read, because of the limits or until the next call. */
  unread(): number;
};

type Thread = {readonly pid: number; readonly id: number};

/** No search is under way. `part` is the most that one call reads; null: it reads until the limit of all. */
export function createThreadScan(search: Search, part: ScanPart | null): ThreadScan {
  const {files, proc, openDescriptors} = search.context;
  const maxReads = part === null ? maxThreadDescriptors.atOnce : maxThreadDescriptors.inParts;
  let missing = new Map<number, TrackedSocket>();
  let limited = countReads(openDescriptors);
  let slices = createTimeSlices(scanSlice);
  let unread = 0;
  let steps: AsyncGenerator<void, void> | null = null;
  let waiting: readonly TrackedSocket[] = [];

  const readTable = async ({pid, id}: Thread): Promise<void> => {
    const query = {retained: new Map(), count: 0, find: (inode: number) => missing.get(inode)};
    const open = await readDescriptors(limited.open, `${proc}/${pid}/task/${id}/fd`, query, slices);
    if (typeof open === 'string' || open.size === 0) return;
    addThreadHoldings(search, pid, id, open);
    missing = new Map([...missing].filter(([, socket]) => !isHeld(socket)));
  };

  /** The whole search, of which each step looks at one process or thread. */
  async function* searchTables(): AsyncGenerator<void, void> {
    const others: Thread[] = [];
    for (const pid of [...search.table.pids()]) {
      const located = locateProcess(search.context, pid);
      yield;
      if (located === null || located.stat.threads < 2) continue;
      const count = files.size(`${located.base}/fd`);
      for (const id of threadsOf(files, `${proc}/${pid}/task`)) {
        const base = `${proc}/${pid}/task/${id}`;
        if (id === pid || base === located.base) continue;
        const isOwn = files.size(`${base}/fd`) !== count;
        if (isOwn) await readTable({pid, id});
        else unread = others.push({pid, id});
        yield;
      }
    }
    for (const thread of others.sort((a, b) => b.pid - a.pid)) {
      await readTable(thread);
      unread--;
      yield;
    }
  }

  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    slices = createTimeSlices(scanSlice);
    for (let looked = 0; steps !== null; looked++) {
      const isSpent = part !== null && looked >= part.least && performance.now() - startedAt > part.time;
      if (isSpent) return;
      await turnOf(slices);
      const {done} = await steps.next();
      if (missing.size === 0) unread = 0;
      const isOver = done || missing.size === 0 || limited.reads() >= maxReads;
      if (!isOver) continue;
      // Closes the directory that is being listed.
      await steps.return();
      begin(waiting);
    }
  };

  const begin = (sockets: readonly TrackedSocket[]): void => {
    waiting = [];
    steps = null;
    missing = new Map(sockets.filter(socket => !isHeld(socket)).map(socket => [socket.inode, socket]));
    if (missing.size === 0) return;
    limited = countReads(openDescriptors);
    unread = 0;
    steps = searchTables();
  };

  return {
    async begin(sockets) {
      if (steps === null) begin(sockets);
      else waiting = sockets;
      await run();
    },
    run,
    isUnderWay: () => steps !== null,
    unread: () => unread,
  };
}

async function turnOf(slices: TimeSlices): Promise<void> {
  const turn = slices.turn();
  if (turn) await turn;
}

function* threadsOf(files: Files, path: string): Generator<number, void> {
  const names = files.names(path);
  try {
    for (;;) {
      const next = orFailure(() => names.next());
      if (typeof next === 'string' || next.done) return;
      yield Number(next.value);
    }
  } finally {
    names.return?.();
  }
}

function countReads(open: OpenDescriptors): {readonly open: OpenDescriptors; reads(): number} {
  let reads = 0;
  return {
    reads: () => reads,
    open: directory => {
      const descriptors = open(directory);
      if (typeof descriptors === 'string') return descriptors;
      return {
        list: descriptors.list,
        inode: descriptor => {
          reads++;
          return descriptors.inode(descriptor);
        },
        isProbing: descriptors.isProbing,
        close: descriptors.close,
      };
    },
  };
}
