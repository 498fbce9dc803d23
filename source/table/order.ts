import type {Judged} from '../assess/judge.ts';
import {type SocketState, socketStates} from '../model/socket.ts';
import {type Verdict, verdicts} from '../model/verdict.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The sockets of one state, worst verdict first. */
export type Group = {readonly state: SocketState; readonly rows: readonly Judged[]; readonly counts: VerdictCounts};

/** The one list that moving, drawing, `--once` and JSON share: groups in the order of `socketStates`, none empty. */
export function order(rows: readonly Judged[]): readonly Group[] {
  const byState = new Map<SocketState, Judged[]>();
  for (const row of rows) {
    const group = byState.get(row.socket.state);
    if (group) group.push(row);
    else byState.set(row.socket.state, [row]);
  }
  return socketStates.flatMap(state => {
    const group = byState.get(state);
    return group ? [{state, rows: group.sort(compareRows), counts: countVerdicts(group)}] : [];
  });
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
