import type {Task} from '../../domain/task.ts';
import {type Verdict, verdicts} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Grouping, Place} from './groupings.ts';
import type {Rates} from './track-changes.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/**
 * Rows that belong together, in their order; `id` is also the title. What has closed and is still shown is not counted. `traffic` is
 * what goes over all of them.
 */
export type Group = {
  readonly id: string;
  readonly rows: readonly AssessedSocket[];
  readonly counts: VerdictCounts;
  readonly traffic: Rates;
};

const nothing: ReadonlySet<AssessedSocket> = new Set();

/** Rows from one step to the next. */
const atOnce = 4000;

/** A group that rows are being added to. */
type Growing = Place & {
  readonly rows: AssessedSocket[];
  readonly counts: Record<Verdict, number>;
  readonly traffic: {received: number; sent: number};
};

const emptyGroup = (place: Place): Growing => ({
  ...place,
  rows: [],
  counts: {explained: 0, learn: 0, suspect: 0},
  traffic: {received: 0, sent: 0},
});

/**
 * The one list that moving, drawing, `--once` and JSON share: groups in the order of the grouping, none empty, each with its rows
 * in the order in which they come. Those of `uncounted` are not counted.
 */
export function* groupRows(
  rows: readonly AssessedSocket[],
  {placeOf}: Grouping,
  uncounted: ReadonlySet<AssessedSocket> = nothing,
  ratesOf: (row: AssessedSocket) => Rates | null | undefined = () => null,
): Task<readonly Group[]> {
  const groups = new Map<string, Growing>();
  let group: Growing | undefined;
  for (let index = 0; index < rows.length; index++) {
    if (index % atOnce === 0) yield;
    const row = rows[index] as AssessedSocket;
    const place = placeOf(row);
    // Most rows are in the group of the row before.
    if (group?.name !== place.name) {
      group = groups.get(place.name) ?? emptyGroup(place);
      groups.set(place.name, group);
    }
    group.rows.push(row);
    if (!uncounted.has(row)) group.counts[row.assessment.verdict]++;
    const rates = ratesOf(row);
    if (!rates) continue;
    group.traffic.received += rates.received;
    group.traffic.sent += rates.sent;
  }
  return [...groups.values()]
    .sort((a, b) => a.rank - b.rank || compareText(a.name, b.name))
    .map(({name, rows, counts, traffic}) => ({id: name, rows, counts, traffic}));
}

/** Worst verdict, then the port that tells the service, the local and the peer's end; never equal for two sockets. */
export function compareRows(a: AssessedSocket, b: AssessedSocket): number {
  return (
    rank(b.assessment.verdict) - rank(a.assessment.verdict) ||
    a.servicePort - b.servicePort ||
    a.socket.local.port - b.socket.local.port ||
    compareText(a.socket.protocol, b.socket.protocol) ||
    (a.socket.family ?? 0) - (b.socket.family ?? 0) ||
    compareText(a.socket.local.address, b.socket.local.address) ||
    compareText(a.socket.peer?.address ?? '', b.socket.peer?.address ?? '') ||
    compareText(a.socket.key, b.socket.key)
  );
}

/** As `compareRows` as far as one number tells: whatever is lower stands first, what is equal has to be compared. */
export const usualPlace = ({assessment, servicePort, socket}: AssessedSocket): number =>
  ((verdicts.length - rank(assessment.verdict)) * ports + servicePort) * ports + socket.local.port;

const ports = 65_536;

const ranks = Object.fromEntries(verdicts.map((verdict, index) => [verdict, index])) as Readonly<
  Record<Verdict, number>
>;
const rank = (verdict: Verdict): number => ranks[verdict];
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
