import {mapSnapshots} from '../collect/map-snapshots.ts';
import type {Baseline} from '../domain/baseline.ts';
import type {Collector, Problem} from '../domain/snapshot.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import {orFailure} from '../linux/proc-files.ts';
import {type BaselineOptions, type BaselineReading, readBaseline, whyUnsafe} from './read-baseline.ts';

/**
 * Reads a baseline file again where it changed; else the result is the same object, at the cost of a stat(2) for
 * each part of its path.
 */
export type BaselineReader = () => BaselineReading;

export function createBaselineReader(path: string, options: BaselineOptions): BaselineReader {
  let reading: BaselineReading | null = null;
  let stamp = '';
  return () => {
    const now = `${stampOf(path)} ${dangerOf(path, options)}`;
    // The right to read may come without a change of the file.
    const mayPass = reading?.kind === 'unread' && reading.liesIn !== 'text';
    if (reading === null || now !== stamp || mayPass) reading = readBaseline(path, options);
    stamp = now;
    return reading;
  };
}

/** A text that changes whenever the file does. */
function stampOf(path: string): string {
  const found = orFailure(() => safeFiles.stat(path));
  if (typeof found === 'string') return found;
  const {id, mode, uid, size, modifiedAt, changedAt} = found;
  return [id, mode, uid, size, modifiedAt, changedAt].join(' ');
}

/** Why others could change the file by now: the right to write a directory above it may come without a change of it. */
function dangerOf(path: string, {euid}: BaselineOptions): string {
  try {
    return whyUnsafe(path, euid) ?? '';
  } catch (error) {
    return String(error);
  }
}

/** The words for a baseline that could not be read. */
export const unreadBaseline = (reason: Clean): Clean => trusted(`the baseline was not read: ${reason}`);

/** Paths of the scripts and executables whose bytes a baseline expects. */
export const hashedPathsOf = (baseline: Baseline | null): ReadonlySet<string> =>
  new Set(
    baseline?.blocks.flatMap(block => {
      if (block.kind === 'conversation') return [];
      const {exe, script, sha256, exeSha256} = block;
      // A module or an applet is no path: the bytes are of the executable.
      const counted = script?.startsWith('/') ? script : exe;
      return [sha256 === null ? null : counted, exeSha256 === null ? null : exe].filter(path => path !== null);
    }),
  );

/**
 * A collector whose snapshots have the baseline of the file, or a problem that names the reason why it was not read. A
 * file that was there and is gone is such a reason: drift would go unseen. Without a file snapshots are the very same.
 * `heard` is called at once, and with each other baseline; null where there is none.
 */
export function withBaseline(
  collector: Collector,
  read: BaselineReader,
  heard: (baseline: Baseline | null) => void = () => {},
): Collector {
  let last = baselineOf(read());
  let path = last?.path ?? null;
  heard(last);
  return mapSnapshots(collector, snapshot => {
    const reading = read();
    const baseline = baselineOf(reading);
    if (baseline !== last) heard(baseline);
    last = baseline;
    path = baseline?.path ?? path;
    if (reading.kind === 'read') return {...snapshot, baseline: reading.baseline};
    if (reading.kind === 'absent' && path === null) return snapshot;
    const reason = reading.kind === 'absent' ? trusted(`${path}: ${removed}`) : reading.reason;
    const problem: Problem = {kind: 'baseline', count: 1, text: unreadBaseline(reason)};
    return {...snapshot, problems: [problem, ...snapshot.problems]};
  });
}

const removed = 'it was removed: put it back, or start portwatch again without it';

const baselineOf = (reading: BaselineReading): Baseline | null => (reading.kind === 'read' ? reading.baseline : null);
