import type {Known} from '../../domain/known.ts';
import type {Collector, LocalFamily, Problem, UnreadFamily} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {orFailure} from '../../linux/proc-files.ts';
import {listProc, readProc, readProcLink} from '../../linux/read-proc.ts';
import {counted} from '../count-words.ts';
import {mapSnapshots} from '../map-snapshots.ts';
import {createTimeSlices} from '../time-slices.ts';
import {familyProblem} from './family-problem.ts';
import {unreadFamilies} from './unread-families.ts';

/** The places where coverage is read. `hasTool` resolves to whether a tool that portwatch runs is installed. */
type CoverageOptions = {
  readonly proc?: string;
  /** Directories with a file for each network namespace that has a name. */
  readonly namespaceDirectories?: readonly string[];
  readonly hasTool?: (name: string) => Promise<boolean>;
  readonly now?: () => number;
};

/** Directories of ip-netns(8), and of container engines. */
const usualDirectories = ['/run/netns', '/run/docker/netns'];
/** Milliseconds between two readings: coverage seldom changes. */
const rereadAfter = 10_000;

/**
 * Adds a problem to the snapshot of every poll for each kind of socket that the sources do not cover, so that a user
 * knows of the gap.
 */
export function withCoverage(collector: Collector, options: CoverageOptions = {}): Collector {
  const {now = Date.now} = options;
  let coverage: Coverage = {families: [], localFamilies: [], problems: []};
  let readAt = Number.NEGATIVE_INFINITY;
  return mapSnapshots(collector, async (snapshot, kind) => {
    if (kind === 'quick') return snapshot;
    if (Math.abs(now() - readAt) >= rereadAfter) {
      readAt = now();
      coverage = await readCoverage(options);
    }
    const families = familyProblem(coverage.families, snapshot.heldFamilies ?? []);
    const {localFamilies} = coverage;
    return {...snapshot, localFamilies, problems: [...snapshot.problems, ...families, ...coverage.problems]};
  });
}

type Coverage = {
  /** Sockets that the kernel lists and no source reads. */
  readonly families: readonly Omit<UnreadFamily, 'holders'>[];
  /** Sockets between programs of this machine, or with its kernel. */
  readonly localFamilies: readonly LocalFamily[];
  /** One for each other thing on this host that no source reads. */
  readonly problems: readonly Problem[];
};

/** The sockets of this host that no source reads. Linear in the processes. Never rejects. */
export async function readCoverage(options: CoverageOptions = {}): Promise<Coverage> {
  const {proc = '/proc', namespaceDirectories = usualDirectories, hasTool = async () => true} = options;
  const namespaces = await otherNamespaces(proc, namespaceDirectories);
  const {families, localFamilies} = await unreadFamilies(name => textOf(readProc(`${proc}/net/${name}`)));
  const problems: Problem[] = [];
  if (namespaces > 0) {
    const text = trusted(`${counted(namespaces, 'other network namespace', 'other network namespaces')} not read`);
    problems.push({kind: 'namespaces', count: namespaces, text});
  }
  if (process.platform !== 'win32' && !(await hasTool('lsof')))
    problems.push({kind: 'tool-missing', count: 1, text: trusted('lsof is not installed')});
  return {families, localFamilies, problems};
}

/**
 * The number of network namespaces, besides our own, that have a process or a name; namespaces of hidden processes are
 * missed.
 */
async function otherNamespaces(proc: string, directories: readonly string[]): Promise<number> {
  const slices = createTimeSlices(5);
  const found = new Set<string>();
  for (const pid of await namesIn(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    await slices.turn();
    const inode = await namespaceOf(proc, pid);
    if (inode !== null) found.add(inode);
  }
  for (const directory of directories) {
    for (const name of await namesIn(directory)) {
      const file = orFailure(() => safeFiles.stat(`${directory}/${name}`));
      if (typeof file === 'object') found.add(file.id.slice(file.id.indexOf(':') + 1));
    }
  }
  found.delete((await namespaceOf(proc, 'self')) ?? '');
  return found.size;
}

/** Inode of the network namespace of a process (namespaces(7)); null where it cannot be read. */
async function namespaceOf(proc: string, pid: string): Promise<string | null> {
  const link = await textOf(readProcLink(`${proc}/${pid}/ns/net`));
  return link.match(/^net:\[(\d+)\]$/)?.[1] ?? null;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const names = await listProc(directory);
  return names.known ? names.value : [];
}

async function textOf(reading: Promise<Known<Buffer>>): Promise<string> {
  const bytes = await reading;
  return bytes.known ? bytes.value.toString('latin1') : '';
}
