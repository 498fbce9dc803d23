import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createTimeSlices, type TimeSlices} from '../time-slices.ts';
import {type OpenDescriptors, readDescriptors} from './descriptors.ts';
import {isHeld} from './holders.ts';
import {maxThreadDescriptors, scanSlice} from './limits.ts';
import {locateProcess} from './process-state.ts';
import {addThreadHoldings} from './scan-process.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/** A thread whose table of descriptors may differ from the one that was read for its process. */
type Thread = {
  readonly pid: number;
  readonly id: number;
  /** Whether its number of open descriptors differs, so that the table is surely its own. */
  readonly isOwn: boolean;
};

/**
 * Searches sockets that no process holds in the tables of threads: a thread may have descriptors of its own
 * (unshare(2), CLONE_FILES). Procfs does not show whether two threads share a table, so every table is read anew,
 * tables of another size first, up to `maxThreadDescriptors` links. Returns how many threads were not read because of
 * that limit.
 */
export async function threadScan(search: Search, sockets: readonly TrackedSocket[]): Promise<number> {
  const slices = createTimeSlices(scanSlice);
  let missing = new Map(sockets.filter(socket => !isHeld(socket)).map(socket => [socket.inode, socket]));
  if (missing.size === 0) return 0;
  const threads = await listThreads(search, slices);
  const limited = countReads(search.context.openDescriptors);
  for (const [index, {pid, id}] of threads.entries()) {
    if (limited.reads() >= maxThreadDescriptors) return threads.length - index;
    const path = `${search.context.proc}/${pid}/task/${id}/fd`;
    const query = {retained: new Map(), count: 0, find: (inode: number) => missing.get(inode)};
    const open = await readDescriptors(limited.open, path, query, slices);
    if (typeof open === 'string' || open.size === 0) continue;
    addThreadHoldings(search, pid, id, open);
    missing = new Map([...missing].filter(([, socket]) => !isHeld(socket)));
    if (missing.size === 0) return 0;
  }
  return 0;
}

async function listThreads(search: Search, slices: TimeSlices): Promise<readonly Thread[]> {
  const {context, table} = search;
  const {files, proc} = context;
  const threads: Thread[] = [];
  for (const pid of [...table.pids()]) {
    const turn = slices.turn();
    if (turn) await turn;
    const located = locateProcess(context, pid);
    if (located === null || located.stat.threads < 2) continue;
    const count = files.size(`${located.base}/fd`);
    for (const id of threadsOf(files, `${proc}/${pid}/task`)) {
      const base = `${proc}/${pid}/task/${id}`;
      if (id !== pid && base !== located.base) threads.push({pid, id, isOwn: files.size(`${base}/fd`) !== count});
    }
  }
  return threads.sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.pid - a.pid);
}

function threadsOf(files: Files, path: string): readonly number[] {
  const names = orFailure(() => files.list(path));
  return typeof names === 'string' ? [] : names.map(Number);
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
