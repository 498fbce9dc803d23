import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, orFailure, readFailure} from '../../linux/proc-files.ts';
import {listPids} from '../list-pids.ts';
import {createTimeSlices} from '../time-slices.ts';

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

type MembersOptions = {
  readonly files: Files;
  readonly proc: string;
  /** Milliseconds, never set back. */
  readonly now: () => number;
  /** Whether a call may leave processes for the next ones, where there are many. Threads are always read so. */
  readonly inParts: boolean;
};

/** Milliseconds of reading after which the event loop has its turn. */
const slice = 8;
/**
 * Milliseconds of reading threads, and processes, in one call, and the number that is read in any case: most hosts have
 * no more. One process may have 100,000 threads.
 */
const threadSlice = 10;
const processSlice = 50;
const minProcesses = 512;
const minThreads = 4096;
/** Members by which a namespace is entered, where one ends in between. */
const maxMembers = 4;
/** After a reading of all, the rest is this many times as long: 1 % of the time at most. */
const rest = 100;

/** The threads of one process while they are read, which may take several calls. */
type ThreadReading = {
  readonly pid: number;
  readonly tasks: IteratorObject<string>;
  /** Threads that are in another namespace than their process. */
  readonly elsewhere: Map<Member, number>;
};

/**
 * Reads the links /proc/PID/ns/net: of new processes at every call, of all processes once a rest is over, and then of
 * threads, in parts that take a bounded time. A process that may not be read is in no namespace. Linear in the
 * processes.
 */
export function createNamespaceMembers({files, proc, now, inParts}: MembersOptions): NamespaceMembers {
  /** By pid; null where the namespace of a process may not be read. */
  const byProcess = new Map<number, number | null>();
  /** By pid, the threads that are in another namespace than their process. */
  const threads = new Map<number, ReadonlyMap<Member, number>>();
  let withoutThreads = new Set<number>();
  let toReread = new Set<number>();
  let restsUntil = Number.NEGATIVE_INFINITY;
  let rereadTime = 0;
  let threadsRestUntil = Number.NEGATIVE_INFINITY;
  let threadTime = 0;
  let reading: ThreadReading | null = null;

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
      toReread.delete(pid);
    }
  };

  const readProcesses = async (pids: readonly number[]): Promise<void> => {
    const startedAt = now();
    if (toReread.size === 0 && startedAt >= restsUntil) {
      toReread = new Set(byProcess.keys());
      rereadTime = 0;
    }
    const slices = createTimeSlices(slice);
    let read = 0;
    for (const pid of [...pids.filter(each => !byProcess.has(each)), ...toReread]) {
      if (inParts && read >= minProcesses && now() - startedAt > processSlice) break;
      read++;
      const turn = slices.turn();
      if (turn) await turn;
      toReread.delete(pid);
      if (!byProcess.has(pid)) withoutThreads.add(pid);
      byProcess.set(pid, namespaceOf(`${pid}`));
    }
    if (read === 0) return;
    rereadTime += now() - startedAt;
    restsUntil = now() + rest * rereadTime;
  };

  /** The next thread of the process that is being read; null after the last, and where the process has ended. */
  const nextTask = ({tasks}: ThreadReading): string | null => {
    const next = orFailure(() => tasks.next());
    return typeof next === 'string' || next.done ? null : next.value;
  };

  const beginThreads = (pid: number): ThreadReading => {
    withoutThreads.delete(pid);
    return {pid, tasks: files.names(`${proc}/${pid}/task`), elsewhere: new Map()};
  };

  const readThread = ({pid, elsewhere}: ThreadReading, task: string): void => {
    if (Number(task) === pid) return;
    const member = `${pid}/task/${task}`;
    const inode = namespaceOf(member);
    if (inode !== null && inode !== (byProcess.get(pid) ?? null)) elsewhere.set(member, inode);
  };

  const endThreads = ({pid, elsewhere}: ThreadReading): void => {
    reading = null;
    if (elsewhere.size > 0 && byProcess.has(pid)) threads.set(pid, elsewhere);
    else threads.delete(pid);
  };

  const readSomeThreads = async (): Promise<void> => {
    const startedAt = now();
    if (reading === null && withoutThreads.size === 0 && startedAt >= threadsRestUntil) {
      withoutThreads = new Set(byProcess.keys());
      threadTime = 0;
    }
    if (reading === null && withoutThreads.size === 0) return;
    const slices = createTimeSlices(slice);
    let [ended, read] = [0, 0];
    const isSpent = (): boolean => (ended >= minProcesses || read >= minThreads) && now() - startedAt > threadSlice;
    while (!isSpent()) {
      const [pid] = reading === null ? withoutThreads : [];
      if (pid !== undefined) reading = beginThreads(pid);
      if (reading === null) break;
      const task = nextTask(reading);
      if (task === null) {
        endThreads(reading);
        ended++;
        continue;
      }
      const turn = slices.turn();
      if (turn) await turn;
      readThread(reading, task);
      read++;
    }
    threadTime += now() - startedAt;
    threadsRestUntil = now() + rest * threadTime;
  };

  return {
    async read() {
      const listed = await listPids(files, proc, createTimeSlices(slice)).catch(readFailure);
      const pids = typeof listed === 'string' ? [] : listed;
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
