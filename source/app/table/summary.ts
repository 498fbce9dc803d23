import type {Acceptance} from '../../domain/baseline.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Owner, type SocketState, socketStates} from '../../domain/socket.ts';
import type {Verdict} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {type Standing, standingOf} from '../../judge/baseline/standing.ts';
import {isClientPort, isExposed} from './exposed.ts';
import type {VerdictCounts} from './group-rows.ts';

/** Counts of a set of rows, for the header, `--once` and JSON. */
export type Summary = {
  readonly sockets: number;
  /** By the verdict of the documents, whether accepted or not. */
  readonly verdicts: VerdictCounts;
  /** By verdict, with the accepted sockets apart. Without a baseline, as `verdicts`. */
  readonly standings: Readonly<Record<Standing, number>>;
  /** By how they stand to the baseline, also explained ones; all 0 without one. */
  readonly acceptances: Readonly<Record<Acceptance['state'], number>>;
  readonly byState: Partial<Record<SocketState, number>>;
  /** Sockets that are not on loopback, by `isExposed`. */
  readonly exposedListeners: number;
  /** UDP on ports that clients are given: not among the exposed listeners. */
  readonly dynamicUdp: number;
  /** Exposed sockets with the verdict explained. */
  readonly exposedExplained: number;
  readonly ownersKnown: number;
  /** Sockets whose owner exists or may exist but could not be seen, by reason. */
  readonly ownersHidden: Partial<Record<WhyUnknown, number>>;
  /** Connections in an accept queue. No process holds them yet, so they are neither known nor hidden. */
  readonly notAccepted: number;
};

type MutableSummary = {-readonly [Name in keyof Summary]: Summary[Name]} & {
  readonly verdicts: Record<Verdict, number>;
  readonly standings: Record<Standing, number>;
  readonly acceptances: Record<Acceptance['state'], number>;
};

/** Reasons for sockets that no process holds: nothing is hidden. */
const ownerless: ReadonlySet<WhyUnknown> = new Set(['kernel', 'not-accepted', 'closing', 'no-process']);

/** Rows that are counted one after the other. */
type Counter = {readonly add: (row: AssessedSocket) => void; readonly summary: () => Summary};

export function createCounter(): Counter {
  const summary: MutableSummary = {
    sockets: 0,
    verdicts: {explained: 0, learn: 0, suspect: 0},
    standings: {explained: 0, accepted: 0, learn: 0, suspect: 0},
    acceptances: {accepted: 0, drifted: 0, new: 0},
    byState: {},
    exposedListeners: 0,
    exposedExplained: 0,
    dynamicUdp: 0,
    ownersKnown: 0,
    ownersHidden: {},
    notAccepted: 0,
  };
  return {
    add: row => countRow(summary, row),
    summary: () => ({
      ...summary,
      byState: inOrderOf(socketStates, summary.byState),
      ownersHidden: inOrderOf(Object.keys(whyUnknownWords) as WhyUnknown[], summary.ownersHidden),
    }),
  };
}

/** Counts rows. Linear in the rows. */
export function summarise(rows: readonly AssessedSocket[]): Summary {
  const counter = createCounter();
  for (const row of rows) counter.add(row);
  return counter.summary();
}

function countRow(summary: MutableSummary, row: AssessedSocket): void {
  const {socket, assessment, acceptance} = row;
  const {byState, verdicts, standings, acceptances} = summary;
  summary.sockets++;
  verdicts[assessment.verdict]++;
  standings[standingOf(row)]++;
  if (acceptance) acceptances[acceptance.state]++;
  byState[socket.state] = (byState[socket.state] ?? 0) + 1;
  countOwner(summary, socket.owner);
  if (isClientPort(row)) summary.dynamicUdp++;
  if (!isExposed(row)) return;
  summary.exposedListeners++;
  if (assessment.verdict === 'explained') summary.exposedExplained++;
}

function countOwner(summary: MutableSummary, owner: Owner): void {
  const {ownersHidden} = summary;
  if (owner.known) summary.ownersKnown++;
  else if (owner.why === 'not-accepted') summary.notAccepted++;
  else if (!ownerless.has(owner.why)) ownersHidden[owner.why] = (ownersHidden[owner.why] ?? 0) + 1;
}

/** The counts in the order of `names`. */
const inOrderOf = <Name extends string>(
  names: readonly Name[],
  counts: Partial<Record<Name, number>>,
): Partial<Record<Name, number>> =>
  Object.fromEntries(names.flatMap(name => (counts[name] === undefined ? [] : [[name, counts[name]]]))) as Partial<
    Record<Name, number>
  >;

/** The number of sockets whose owner could not be seen. */
export const countHidden = ({ownersHidden}: Summary): number =>
  Object.values(ownersHidden).reduce((sum, count) => sum + count, 0);

/** `13 owners need root`: a note for each reason why owners could not be seen. */
export const hiddenNotes = ({ownersHidden}: Summary): readonly string[] =>
  Object.entries(ownersHidden).map(([why, count]) => {
    const {one, many} = whyUnknownWords[why as WhyUnknown];
    return count === 1 ? `1 owner ${one}` : `${count} owners ${many}`;
  });
