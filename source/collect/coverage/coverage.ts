import {stat} from 'node:fs/promises';
import type {Known} from '../../domain/known.ts';
import type {Collector, Problem} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {listProc, readProc, readProcLink} from '../../linux/read-proc.ts';
import {counted} from '../count-words.ts';
import {mapSnapshots} from '../map-snapshots.ts';
import {createTimeSlices} from '../time-slices.ts';
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
  let problems: readonly Problem[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return mapSnapshots(collector, async (snapshot, kind) => {
    if (kind === 'quick') return snapshot;
    if (Math.abs(now() - readAt) >= rereadAfter) {
      readAt = now();
      problems = await readCoverage(options);
    }
    return {...snapshot, problems: [...snapshot.problems, ...problems]};
  });
}

/** A problem for each thing on this host that no source reads. Linear in the processes. Never rejects. */
export async function readCoverage(options: CoverageOptions = {}): Promise<readonly Problem[]> {
  const {proc = '/proc', namespaceDirectories = usualDirectories, hasTool = async () => true} = options;
  const namespaces = await otherNamespaces(proc, namespaceDirectories);
  const families = await unreadFamilies(name => textOf(readProc(`${proc}/net/${name}`)));
  const problems: Problem[] = families.map(({name, count}) => ({
    kind: 'family-not-read',
    count,
    text: trusted(`${counted(count, `${name} socket`, `${name} sockets`)} not read`),
  }));
  if (namespaces > 0) {
    const text = trusted(`${counted(namespaces, 'other network namespace', 'other network namespaces')} not read`);
    problems.push({kind: 'namespaces', count: namespaces, text});
  }
  if (process.platform !== 'win32' && !(await hasTool('lsof')))
    problems.push({kind: 'tool-missing', count: 1, text: trusted('lsof is not installed')});
  return problems;
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
      const file = await stat(`${directory}/${name}`).catch(() => null);
      if (file) found.add(String(file.ino));
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
