import {programName} from '../../../domain/program.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {isListenerRow, isTransient} from '../../../judge/baseline/accepted-kinds.ts';
import {standingOf} from '../../../judge/baseline/standing.ts';
import {byListener} from '../../../judge/explain.ts';
import {startsToDrift} from '../changes.ts';
import {isClientPort, isExposed} from '../exposed.ts';

/** Severities of sd-daemon(3): 4 is warning, 6 is information. */
export const warning = 4;
export const information = 6;
export type Priority = typeof warning | typeof information;

/** A socket before and after a poll: null before it opened, and after it closed. */
export type Step = {readonly old: AssessedSocket | null; readonly now: AssessedSocket | null};

type LogKind = {
  /** The beginning of the line. */
  readonly words: string;
  /** The change, completes "a line where". */
  readonly means: string;
  readonly priority: Priority | ((row: AssessedSocket) => Priority);
  readonly holds: (step: Step) => boolean;
};

/**
 * The changes that are worth a line, and how loud they are; the first that holds counts. Not worth one: connections
 * that are not suspect in themselves, and ports of clients.
 */
export const logKinds: readonly LogKind[] = [
  {
    words: 'drift',
    means: 'a socket begins to differ from the accepted baseline, or in one more way',
    priority: warning,
    holds: ({old, now}) => isDrifting(now) && startsToDrift(old, now),
  },
  {
    words: 'drift over',
    means: 'it no longer differs',
    priority: information,
    holds: ({old, now}) => now !== null && isDrifting(old) && !isDrifting(now),
  },
  {
    words: 'opened suspect',
    means: 'a suspect listener or connection opens',
    priority: warning,
    holds: ({old, now}) => old === null && isSuspect(now),
  },
  {
    words: 'turned suspect',
    means: 'an open one turns suspect',
    priority: warning,
    holds: ({old, now}) => !isSuspect(old) && isSuspect(now),
  },
  {
    words: 'no longer suspect',
    means: 'nothing is suspect about it any more',
    priority: information,
    holds: ({old, now}) => now !== null && isSuspect(old) && !isSuspect(now),
  },
  {
    words: 'opened, exposed',
    means: 'a listener opens that the network can reach; a warning where it is neither explained nor accepted',
    priority: row => (standingOf(row) === 'learn' ? warning : information),
    holds: ({old, now}) => old === null && isListener(now) && isExposed(now),
  },
  {
    words: 'opened',
    means: 'another listener opens',
    priority: information,
    holds: ({old, now}) => old === null && isListener(now),
  },
  {
    words: 'held by another program',
    means: 'a listener changes hands',
    priority: information,
    holds: ({old, now}) => isListener(old) && isListener(now) && differ(programsOf(old), programsOf(now)),
  },
  {
    words: 'judged anew',
    means: 'a listener gets another verdict, or is accepted',
    priority: information,
    holds: ({old, now}) => isListener(old) && isListener(now) && standingOf(old) !== standingOf(now),
  },
  {
    words: 'closed',
    means: 'a listener, or a suspect connection, closes',
    priority: information,
    holds: ({old, now}) => now === null && (isListener(old) || isSuspect(old)),
  },
];

/** The beginning of a line and its priority; null where the step is not worth a line. */
export function logKindOf(step: Step): {readonly words: string; readonly priority: Priority} | null {
  const row = step.now ?? step.old;
  const kind = row && logKinds.find(({holds}) => holds(step));
  if (!kind) return null;
  const {words, priority} = kind;
  return {words, priority: typeof priority === 'function' ? priority(row) : priority};
}

const isListener = (row: AssessedSocket | null): row is AssessedSocket =>
  row !== null && isListenerRow(row) && !isClientPort(row) && !isTransient(row, null);

/** Suspect in itself: a connection that came in to a suspect listener is not. */
const isSuspect = (row: AssessedSocket | null): row is AssessedSocket =>
  row !== null && standingOf(row) === 'suspect' && byListener(row) === null;

/** A connection that came in drifts with its listener, which has a line of its own. */
const isDrifting = (row: AssessedSocket | null): row is AssessedSocket =>
  row !== null && row.acceptance !== null && row.acceptance.drift.length > 0 && !row.acceptance.isInbound;

/** The names of the programs that hold it; null where they are not known. */
const programsOf = ({socket: {owner}}: AssessedSocket): string | null =>
  owner.known ? [...new Set(owner.value.map(programName))].sort().join('\n') : null;
const differ = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other;
