import type {Known} from '../../domain/known.ts';
import type {Collector, LocalFamily, NamespaceCounts, Problem, Snapshot, UnreadFamily} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import type {Files} from '../../linux/proc-files.ts';
import {readProc} from '../../linux/read-proc.ts';
import {mapSnapshots} from '../map-snapshots.ts';
import {createFindNamespaces} from '../namespaces/find-namespaces.ts';
import {familyProblem} from './family-problem.ts';
import {namespaceProblem} from './namespace-problem.ts';
import {unreadFamilies} from './unread-families.ts';

/** The places where coverage is read. `hasTool` resolves to whether a tool that portwatch runs is installed. */
type CoverageOptions = {
  readonly proc?: string;
  readonly files?: Files;
  readonly hasTool?: (name: string) => Promise<boolean>;
  readonly now?: () => number;
};

const ownAlone: NamespaceCounts = {found: 1, unread: []};
/** Milliseconds between two readings: coverage seldom changes. */
const rereadAfter = 10_000;

/**
 * Adds a problem to the snapshot of every poll for each kind of socket that the sources do not cover, so that a user
 * knows of the gap.
 */
export function withCoverage(collector: Collector, options: CoverageOptions = {}): Collector {
  const {now = Date.now} = options;
  let coverage: Coverage = {families: [], localFamilies: [], namespaces: ownAlone, problems: []};
  let readAt = Number.NEGATIVE_INFINITY;
  return mapSnapshots(collector, async (snapshot, kind) => {
    if (kind === 'quick') return snapshot;
    if (Math.abs(now() - readAt) >= rereadAfter) {
      readAt = now();
      coverage = await readCoverage(options, snapshot);
    }
    const families = familyProblem(coverage.families, snapshot.heldFamilies ?? []);
    const {localFamilies} = coverage;
    const namespaces = namespaceProblem(snapshot.namespaces ?? coverage.namespaces);
    const problems = [...snapshot.problems, ...families, ...namespaces, ...coverage.problems];
    return {...snapshot, localFamilies, problems};
  });
}

type Coverage = {
  /** Sockets that the kernel lists and no source reads. */
  readonly families: readonly Omit<UnreadFamily, 'holders'>[];
  /** Sockets between programs of this machine, or with its kernel. */
  readonly localFamilies: readonly LocalFamily[];
  readonly namespaces: NamespaceCounts;
  /** One for each other thing on this host that no source reads. */
  readonly problems: readonly Problem[];
};

/**
 * The sockets of this host that no source reads, and other network namespaces where the source does not count them
 * itself. Linear in the processes. Never rejects.
 */
export async function readCoverage(
  options: CoverageOptions = {},
  {namespaces: counted, otherCounts = []}: Pick<Snapshot, 'namespaces' | 'otherCounts'> = {},
): Promise<Coverage> {
  const {proc = '/proc', files = safeFiles, hasTool = async () => true} = options;
  const others = counted === undefined ? await createFindNamespaces({files, proc})() : [];
  const {families, localFamilies} = await unreadFamilies(name => textOf(readProc(`${proc}/net/${name}`)), otherCounts);
  const problems: Problem[] = [];
  if (process.platform !== 'win32' && !(await hasTool('lsof')))
    problems.push({kind: 'tool-missing', count: 1, text: trusted('lsof is not installed')});
  const namespaces: NamespaceCounts = {
    found: others.length + 1,
    unread: others.length > 0 ? [{why: 'not-asked', count: others.length}] : [],
  };
  return {families, localFamilies, namespaces, problems};
}

async function textOf(reading: Promise<Known<Buffer>>): Promise<string> {
  const bytes = await reading;
  return bytes.known ? bytes.value.toString('latin1') : '';
}
