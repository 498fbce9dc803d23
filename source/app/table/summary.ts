import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type SocketState, socketStates} from '../../domain/socket.ts';
import type {Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {isExposed} from './exposed.ts';
import type {VerdictCounts} from './group-rows.ts';

/** Figures over a set of rows, for the header, `--once` and JSON. */
export type Summary = {
  readonly sockets: number;
  readonly verdicts: VerdictCounts;
  readonly byState: Partial<Record<SocketState, number>>;
  /** Listeners that the network can reach: TCP in LISTEN and UDP without a peer, not on loopback. */
  readonly exposedListeners: number;
  readonly exposedExplained: number;
  readonly ownersKnown: number;
  /** Owners that exist or may exist but could not be seen, by reason. */
  readonly ownersHidden: Partial<Record<WhyUnknown, number>>;
  /** Connections in an accept queue, which no process holds yet: neither known nor hidden. */
  readonly notAccepted: number;
};

const nothing: ReadonlySet<AssessedSocket> = new Set();
/** These have no owner to see: the kernel keeps none. */
const ownerless: ReadonlySet<WhyUnknown> = new Set(['kernel', 'not-accepted', 'closing', 'no-process']);

/** Rows from one step to the next. */
const atOnce = 4000;

/** Figures over the rows but for those that are not counted. */
export function* summarise(
  rows: readonly AssessedSocket[],
  uncounted: ReadonlySet<AssessedSocket> = nothing,
): Task<Summary> {
  const counts = {explained: 0, learn: 0, suspect: 0};
  const byState: Partial<Record<SocketState, number>> = {};
  const ownersHidden: Partial<Record<WhyUnknown, number>> = {};
  let ownersKnown = 0;
  let notAccepted = 0;
  let exposedListeners = 0;
  let exposedExplained = 0;
  let sockets = 0;
  for (let index = 0; index < rows.length; index++) {
    if (index % atOnce === 0) yield;
    const row = rows[index] as AssessedSocket;
    if (uncounted.has(row)) continue;
    sockets++;
    const {socket, assessment} = row;
    counts[assessment.verdict]++;
    byState[socket.state] = (byState[socket.state] ?? 0) + 1;
    if (socket.owner.known) ownersKnown++;
    else if (socket.owner.why === 'not-accepted') notAccepted++;
    else if (!ownerless.has(socket.owner.why)) {
      ownersHidden[socket.owner.why] = (ownersHidden[socket.owner.why] ?? 0) + 1;
    }
    if (isExposed(row)) {
      exposedListeners++;
      if (assessment.verdict === 'explained') exposedExplained++;
    }
  }
  return {
    sockets,
    verdicts: counts,
    byState: inOrderOf(socketStates, byState),
    exposedListeners,
    exposedExplained,
    ownersKnown,
    ownersHidden: inOrderOf(Object.keys(whyUnknownWords) as WhyUnknown[], ownersHidden),
    notAccepted,
  };
}

/** The counts in the order of their names, whichever came first. */
const inOrderOf = <Name extends string>(
  names: readonly Name[],
  counts: Partial<Record<Name, number>>,
): Partial<Record<Name, number>> =>
  Object.fromEntries(names.flatMap(name => (counts[name] === undefined ? [] : [[name, counts[name]]]))) as Partial<
    Record<Name, number>
  >;

export const countHidden = ({ownersHidden}: Summary): number =>
  Object.values(ownersHidden).reduce((sum, count) => sum + count, 0);

/** "13 owners need root": what was not seen, by reason. */
export const hiddenNotes = ({ownersHidden}: Summary): readonly string[] =>
  Object.entries(ownersHidden).map(([why, count]) => {
    const {one, many} = whyUnknownWords[why as WhyUnknown];
    return count === 1 ? `1 owner ${one}` : `${count} owners ${many}`;
  });
