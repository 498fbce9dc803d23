import type {Collector, Problem, SourceId} from '../domain/snapshot.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {withFallback} from './fallback.ts';
import {firstLineOf} from './first-line.ts';
import {mapSnapshots} from './map-snapshots.ts';
import {openTools} from './native/native-collector.ts';
import {systemTools} from './native/native-tools.ts';
import {openNetlink} from './netlink/netlink-collector.ts';
import {openProcfs} from './procfs/procfs-collector.ts';
import {openSysteminformation} from './systeminformation/systeminformation-collector.ts';

/** The part of the host that a source reads. */
export type OpenOptions = {
  /** Network namespaces: all, or the one of this program; absent: all. Sources that read one alone pass it over. */
  readonly netns?: 'all' | 'host';
  /** Whether a poll may leave processes for the next ones, where there are many; absent: each poll is whole. */
  readonly inParts?: boolean;
};

/** A way to read the sockets of this host. */
export type Source = {
  readonly id: SourceId;
  /**
   * Names of os.platform() on which the source is tried; all where there are none. A source by request is tried
   * anywhere.
   */
  readonly platforms?: readonly string[];
  /** Rejects with a short reason where the source does not work. */
  readonly open: (options: OpenOptions) => Promise<Collector>;
  /** Opens the collector for polls that this source fails, unless the source is used by request. */
  readonly fallback?: (options: OpenOptions) => Promise<Collector>;
};

/** Every live source, the one with most facts first. */
export const sources: readonly Source[] = [
  {id: 'netlink', platforms: ['linux'], open: openNetlink, fallback: openProcfs},
  {id: 'procfs', platforms: ['linux', 'android'], open: openProcfs},
  {id: 'tools', platforms: Object.keys(systemTools), open: () => openTools()},
  {id: 'systeminformation', open: () => openSysteminformation()},
];

/** No source works here. The message is one line: each source with the reason of its failure, and a remedy. */
export class NoSourceError extends Error {
  override readonly name = 'NoSourceError';
}

/**
 * Opens the first source that works, or the `force`d one alone. The problems of every snapshot name the sources that
 * failed before it. Rejects with NoSourceError.
 */
export async function openCollector(
  force: SourceId | null,
  options: OpenOptions = {},
  from: readonly Source[] = sources,
  platform: string = process.platform,
): Promise<Collector> {
  const candidates = from.filter(({id, platforms}) =>
    force === null ? (platforms?.includes(platform) ?? true) : id === force,
  );
  const failures: FailedSource[] = [];
  for (const {id, open, fallback} of candidates) {
    try {
      const collector = await open(options);
      const isReplaced = force === null && fallback !== undefined;
      return withFailures(isReplaced ? withFallback(collector, () => fallback(options)) : collector, failures);
    } catch (error) {
      failures.push({id, reason: firstLineOf(error)});
    }
  }
  throw new NoSourceError(force === null ? noneWorks(failures, platform) : forcedFails(force, failures));
}

type FailedSource = {readonly id: SourceId; readonly reason: Clean};

function withFailures(collector: Collector, failures: readonly FailedSource[]): Collector {
  if (failures.length === 0) return collector;
  const notes = failures.map(({id, reason}): Problem => {
    return {
      kind: 'source-unavailable',
      count: 1,
      text: trusted(`${id} not available: ${reason}, using ${collector.id}`),
    };
  });
  return mapSnapshots(collector, snapshot => ({...snapshot, problems: [...notes, ...snapshot.problems]}));
}

const listed = (failures: readonly FailedSource[]): string =>
  failures.map(({id, reason}) => `${id} (${reason})`).join(', ');

function noneWorks(failures: readonly FailedSource[], platform: string): string {
  const mend = platform === 'linux' ? 'mount /proc or install ss, or ' : '';
  return `no source of sockets works here: ${listed(failures)}; ${mend}judge saved output with --input`;
}

const forcedFails = (force: SourceId, failures: readonly FailedSource[]): string =>
  failures.length === 0
    ? `${force} is no source of live sockets; leave out --collector to use the first that works`
    : `the source asked for does not work here: ${listed(failures)}; leave out --collector to use the first that works`;
