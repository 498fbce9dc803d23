import type {Judged} from '../assess/judge.ts';
import {type Verdict, verdicts} from '../model/verdict.ts';
import {byState, type Grouping} from './groupings.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** Rows that belong together, in their order; `id` is also the title. What has closed and is still shown is not counted. */
export type Group = {readonly id: string; readonly rows: readonly Judged[]; readonly counts: VerdictCounts};

/** The one list that moving, drawing, `--once` and JSON share: groups in the order of the grouping, none empty. */
export function order(
  rows: readonly Judged[],
  {placeOf}: Grouping = byState,
  compare: (a: Judged, b: Judged) => number = compareRows,
): readonly Group[] {
  const groups = new Map<string, {readonly rank: number; readonly rows: Judged[]}>();
  for (const row of rows) {
    const {name, rank} = placeOf(row);
    const group = groups.get(name);
    if (group) group.rows.push(row);
    else groups.set(name, {rank, rows: [row]});
  }
  return [...groups]
    .sort(([nameA, a], [nameB, b]) => a.rank - b.rank || compareText(nameA, nameB))
    .map(([id, group]) => ({id, rows: group.rows.sort(compare), counts: countVerdicts(group.rows)}));
}

export function countVerdicts(rows: readonly Judged[]): VerdictCounts {
  const counts = {explained: 0, learn: 0, suspect: 0};
  for (const {assessment} of rows) counts[assessment.verdict]++;
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

const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
