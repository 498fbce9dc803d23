import type {Netns} from '../../domain/socket.ts';
import {type Clean, cleanBytes, trusted} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {parseMounts} from '../../linux/mounts.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createTimeSlices} from '../time-slices.ts';
import {createNameByProcess} from './name-by-process.ts';

/** A network namespace besides our own. */
export type FoundNamespace = {
  readonly netns: Netns;
  /** Files of the namespace, by which it can be entered: mounts first, since processes end. Never empty. */
  readonly paths: readonly string[];
  /** Processes in it, lowest pid first; at most a few. */
  readonly pids: readonly number[];
};

export type FindOptions = {
  readonly files?: Files;
  readonly proc?: string;
  /** Name of a namespace by one of its processes; null where the process gives it none. Replaced in tests. */
  readonly nameByProcess?: (pid: number) => Clean | null;
  /** Milliseconds, never set back. */
  readonly now?: () => number;
};

/** Bytes of /proc/self/mountinfo. */
const mountsLimit = 4 << 20;
/** Milliseconds of reading after which the event loop has its turn. */
const slice = 8;
/** Processes by which a namespace is entered, where one ends in between. */
const maxPids = 4;
/** After a reading of all processes, the rest is this many times as long: 1 % of the time at most. */
const rest = 100;

/**
 * Finds the network namespaces besides our own that have a process (`/proc/PID/ns/net`) or a mount of nsfs, which
 * ip-netns(8) and container engines make. It misses namespaces that only a descriptor holds open, and namespaces of
 * processes that may not be read. A namespace that stays is the same object with the same `netns`. A process that has
 * changed its namespace since the last call may be found late. Linear in the processes. Never throws.
 */
export function createFindNamespaces(options: FindOptions = {}): () => Promise<readonly FoundNamespace[]> {
  const {files = safeFiles, proc = '/proc', now = performance.now.bind(performance)} = options;
  const {nameByProcess = createNameByProcess(files, proc)} = options;
  /** By pid; null where the namespace of a process may not be read. */
  const byProcess = new Map<number, number | null>();
  const names = new Map<number, {readonly netns: Netns; readonly from: string}>();
  let before: ReadonlyMap<number, FoundNamespace> = new Map();
  let restsUntil = Number.NEGATIVE_INFINITY;

  const namespaceOf = (entry: string): number | null => {
    const link = orFailure(() => ({target: files.link(`${proc}/${entry}/ns/net`)}));
    return typeof link === 'string' ? null : inodeIn(link.target);
  };

  /** Reads the namespace of every new process, and now and then of all. */
  const readProcesses = async (): Promise<void> => {
    const listed = orFailure(() => files.list(proc));
    const pids = (typeof listed === 'string' ? [] : listed).filter(name => /^\d+$/.test(name)).map(Number);
    const there = new Set(pids);
    for (const pid of byProcess.keys()) if (!there.has(pid)) byProcess.delete(pid);
    const startedAt = now();
    const isDue = startedAt >= restsUntil;
    const slices = createTimeSlices(slice);
    for (const pid of pids) {
      if (!isDue && byProcess.has(pid)) continue;
      await slices.turn();
      byProcess.set(pid, namespaceOf(String(pid)));
    }
    if (isDue) restsUntil = now() + rest * (now() - startedAt);
  };

  const nameOf = (inode: number, mounts: readonly string[], pids: readonly number[]): Netns => {
    const named = mounts.find(point => namedPoint.test(point));
    const from = named ?? `${pids[0]}`;
    const known = names.get(inode);
    if (known?.from === from) return known.netns;
    const [first] = pids;
    const name =
      named === undefined
        ? ((first === undefined ? null : nameByProcess(first)) ?? trusted(`net:[${inode}]`))
        : cleanBytes(Buffer.from(named.replace(namedPoint, ''), 'latin1'));
    const netns = known?.netns.name === name ? known.netns : {name, inode};
    names.set(inode, {netns, from});
    return netns;
  };

  // A mount may lie beneath another one, where no path leads to it.
  let reachable: ReadonlySet<string> = new Set();
  const isReachable = (inode: number, point: string): boolean => {
    if (reachable.has(`${inode} ${point}`)) return true;
    const found = orFailure(() => files.stat(point));
    return typeof found === 'object' && found.id.endsWith(`:${inode}`);
  };

  const readMounts = (): ReadonlyMap<number, readonly string[]> => {
    const all = mountsByInode(files, proc);
    const points = new Map([...all].map(([inode, each]) => [inode, each.filter(point => isReachable(inode, point))]));
    reachable = new Set([...points].flatMap(([inode, each]) => each.map(point => `${inode} ${point}`)));
    return points;
  };

  return async () => {
    await readProcesses();
    const mounts = readMounts();
    const pids = pidsByInode(byProcess);
    const own = namespaceOf('self');
    const found = new Map<number, FoundNamespace>();
    for (const inode of new Set([...mounts.keys(), ...pids.keys()])) {
      if (inode === own) continue;
      const points = mounts.get(inode) ?? [];
      const members = pids.get(inode) ?? [];
      if (points.length + members.length === 0) continue;
      const paths = [...points, ...members.map(pid => `${proc}/${pid}/ns/net`)];
      const current = {netns: nameOf(inode, points, members), paths, pids: members};
      const last = before.get(inode);
      found.set(inode, last && isSame(last, current) ? last : current);
    }
    for (const inode of names.keys()) if (!found.has(inode)) names.delete(inode);
    before = found;
    return [...found.values()];
  };
}

/** Where ip-netns(8) mounts namespaces under their names. */
const namedPoint = /^\/(?:var\/)?run\/netns\//;

const isSame = (a: FoundNamespace, b: FoundNamespace): boolean =>
  a.netns === b.netns && a.paths.length === b.paths.length && a.paths.every((path, index) => path === b.paths[index]);

/** The inode in `net:[4026531840]`, as links and mountinfo have it (namespaces(7)); null in any other text. */
function inodeIn(text: string): number | null {
  const digits = text.match(/^net:\[(\d+)\]$/)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Points at which namespaces are mounted. */
function mountsByInode(files: Files, proc: string): ReadonlyMap<number, readonly string[]> {
  const text = orFailure(() => files.read(`${proc}/self/mountinfo`, mountsLimit));
  const points = new Map<number, string[]>();
  if (typeof text === 'string') return points;
  const lines = text.toString('latin1').split('\n');
  for (const {root, point} of parseMounts(lines.filter(line => line.includes(' - nsfs ')).join('\n'))) {
    const inode = inodeIn(root);
    if (inode !== null) append(points, inode, point);
  }
  return points;
}

function pidsByInode(byProcess: ReadonlyMap<number, number | null>): ReadonlyMap<number, readonly number[]> {
  const pids = new Map<number, number[]>();
  for (const [pid, inode] of byProcess) if (inode !== null) append(pids, inode, pid);
  return new Map([...pids].map(([inode, all]) => [inode, all.toSorted((a, b) => a - b).slice(0, maxPids)]));
}

function append<T>(lists: Map<number, T[]>, inode: number, item: T): void {
  const list = lists.get(inode);
  if (list) list.push(item);
  else lists.set(inode, [item]);
}
