import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createTimeSlices, type TimeSlices} from '../time-slices.ts';

/** The directory in procfs of a process, or of a thread in another namespace than its process: `812/task/815`. */
export type Member = string;

/** Members of network namespaces by the inode of the namespace, lowest pid first; at most a few of each. */
export type MembersByInode = ReadonlyMap<number, readonly Member[]>;

export type NamespaceMembers = {
  /** Reads once more. Never rejects. */
  read(): Promise<void>;
  /** All but the namespace with the inode `left`. */
  byInode(left: number | null): MembersByInode;
};

/** Milliseconds of reading after which the event loop has its turn. */
const slice = 8;
/**
 * Milliseconds of reading threads in one call, and the processes whose threads are read in any case: most hosts have no
 * more.
 */
const threadSlice = 10;
const minProcesses = 512;
/** Members by which a namespace is entered, where one ends in between. */
const maxMembers = 4;
/** After a reading of all, the rest is this many times as long: 1 % of the time at most. */
const rest = 100;

/**
 * Reads the links /proc/PID/ns/net: of new processes at every call, of all processes once a rest is over. Threads
 * follow, in parts that take a bounded time. A process that may not be read is in no namespace. Linear in the
 * processes.
 */
export function createNamespaceMembers(files: Files, proc: string, now: () => number): NamespaceMembers {
  /** By pid; null where the namespace of a process may not be read. */
  const byProcess = new Map<number, number | null>();
  /** By pid, the threads that are in another namespace than their process. */
  const threads = new Map<number, ReadonlyMap<Member, number>>();
  let withoutThreads = new Set<number>();
  let restsUntil = Number.NEGATIVE_INFINITY;
  let threadsRestUntil = Number.NEGATIVE_INFINITY;
  let threadTime = 0;

  const namespaceOf = (member: Member): number | null => {
    const link = orFailure(() => ({target: files.link(`${proc}/${member}/ns/net`)}));
    return typeof link === 'string' ? null : namespaceInode(link.target);
  };

  const forgetEnded = (pids: readonly number[]): void => {
    const living = new Set(pids);
    for (const pid of byProcess.keys()) {
      if (living.has(pid)) continue;
      byProcess.delete(pid);
      threads.delete(pid);
      withoutThreads.delete(pid);
    }
  };

  const readProcesses = async (pids: readonly number[]): Promise<void> => {
    const startedAt = now();
    const isAnew = startedAt >= restsUntil;
    const slices = createTimeSlices(slice);
    for (const pid of pids) {
      if (!isAnew && byProcess.has(pid)) continue;
      await slices.turn();
      if (!byProcess.has(pid)) withoutThreads.add(pid);
      byProcess.set(pid, namespaceOf(`${pid}`));
    }
    if (isAnew) restsUntil = now() + rest * (now() - startedAt);
  };

  const readThreads = async (pid: number, slices: TimeSlices): Promise<void> => {
    withoutThreads.delete(pid);
    const tasks = orFailure(() => files.list(`${proc}/${pid}/task`));
    const others = typeof tasks === 'string' ? [] : tasks.filter(task => Number(task) !== pid);
    const own = byProcess.get(pid) ?? null;
    const elsewhere = new Map<Member, number>();
    for (const task of others) {
      const turn = slices.turn();
      if (turn) await turn;
      const member = `${pid}/task/${task}`;
      const inode = namespaceOf(member);
      if (inode !== null && inode !== own) elsewhere.set(member, inode);
    }
    if (elsewhere.size > 0) threads.set(pid, elsewhere);
    else threads.delete(pid);
  };

  const readSomeThreads = async (): Promise<void> => {
    const startedAt = now();
    if (withoutThreads.size === 0 && startedAt >= threadsRestUntil) {
      withoutThreads = new Set(byProcess.keys());
      threadTime = 0;
    }
    if (withoutThreads.size === 0) return;
    const slices = createTimeSlices(slice);
    let read = 0;
    for (const pid of withoutThreads) {
      if (read++ >= minProcesses && now() - startedAt > threadSlice) break;
      await readThreads(pid, slices);
    }
    threadTime += now() - startedAt;
    threadsRestUntil = now() + rest * threadTime;
  };

  return {
    async read() {
      const listed = orFailure(() => files.list(proc));
      const pids = (typeof listed === 'string' ? [] : listed).filter(name => /^\d+$/.test(name)).map(Number);
      forgetEnded(pids);
      await readProcesses(pids);
      await readSomeThreads();
    },
    byInode(left) {
      const members = new Map<number, Member[]>();
      const add = (member: Member, inode: number | null): void => {
        if (inode === null || inode === left) return;
        const list = members.get(inode);
        if (list) list.push(member);
        else members.set(inode, [member]);
      };
      for (const [pid, inode] of byProcess) add(`${pid}`, inode);
      for (const each of threads.values()) for (const [member, inode] of each) add(member, inode);
      return new Map([...members].map(([inode, all]) => [inode, lowest(all)]));
    },
  };
}

const lowest = (members: readonly Member[]): readonly Member[] =>
  members.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).slice(0, maxMembers);
