import type {Judged} from '../assess/judge.ts';
import {type Verdict, verdicts} from '../model/verdict.ts';
import type {Grouping, Place} from './groupings.ts';
import type {Rates} from './track.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/**
 * Rows that belong together, in their order; `id` is also the title. What has closed and is still shown is not counted. `traffic` is
 * what goes over all of them.
 */
export type Group = {
  readonly id: string;
  readonly rows: readonly Judged[];
  readonly counts: VerdictCounts;
  readonly traffic: Rates;
};

const nothing: ReadonlySet<Judged> = new Set();

/**
 * The one list that moving, drawing, `--once` and JSON share: groups in the order of the grouping, none empty, each with its rows
 * in the order in which they come. Those of `uncounted` are not counted.
 */
export function intoGroups(
  rows: readonly Judged[],
  {placeOf}: Grouping,
  uncounted: ReadonlySet<Judged> = nothing,
  ratesOf: (row: Judged) => Rates | null | undefined = () => null,
): readonly Group[] {
  const groups = new Map<string, Growing>();
  let last: Growing | undefined;
  for (const row of rows) {
    const {name, rank} = placeOf(row);
    // Most rows are in the group of the row before.
    if (last?.name !== name) {
      last = groups.get(name) ?? {name, rank, rows: []};
      groups.set(name, last);
    }
    last.rows.push(row);
  }
  return [...groups.values()]
    .sort((a, b) => a.rank - b.rank || compareText(a.name, b.name))
    .map(group => ({
      id: group.name,
      rows: group.rows,
      counts: countVerdicts(group.rows, uncounted),
      traffic: trafficOf(group.rows, ratesOf),
    }));
}

function trafficOf(rows: readonly Judged[], ratesOf: (row: Judged) => Rates | null | undefined): Rates {
  let [received, sent] = [0, 0];
  for (const row of rows) {
    const rates = ratesOf(row);
    if (!rates) continue;
    received += rates.received;
    sent += rates.sent;
  }
  return {received, sent};
}

type Growing = Place & {readonly rows: Judged[]};

export function countVerdicts(rows: readonly Judged[], uncounted: ReadonlySet<Judged> = nothing): VerdictCounts {
  const counts = {explained: 0, learn: 0, suspect: 0};
  for (const row of rows) if (!uncounted.has(row)) counts[row.assessment.verdict]++;
  return counts;
}

/** Worst verdict, then the port that tells the service, the local and the peer's end; never equal for two sockets. */
export function compareRows(a: Judged, b: Judged): number {
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
export const usualPlace = ({assessment, servicePort, socket}: Judged): number =>
  ((verdicts.length - rank(assessment.verdict)) * ports + servicePort) * ports + socket.local.port;

const ports = 65_536;

const ranks = Object.fromEntries(verdicts.map((verdict, index) => [verdict, index])) as Readonly<
  Record<Verdict, number>
>;
const rank = (verdict: Verdict): number => ranks[verdict];
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
