import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';

export type Change = {readonly event: 'opened' | 'changed' | 'drift' | 'closed'; readonly row: AssessedSocket};

/**
 * The changes from one poll to the next: sockets that opened, sockets that closed, and sockets with another state,
 * owner, verdict, rule or state to the baseline. Other counters and queues are not a change: they differ in almost
 * every poll. A socket that begins to differ from the baseline, or in another way, has one more change: `drift`.
 */
export const changesOf = ({delta: {opened, changed, closed}}: AssessedSnapshot): readonly Change[] => [
  ...opened.map(row => ({event: 'opened', row}) as const),
  ...changed.filter(([old, row]) => isChange(old, row)).map(([, row]) => ({event: 'changed', row}) as const),
  ...[...opened.map(row => [null, row] as const), ...changed]
    .filter(([old, row]) => startsToDrift(old, row))
    .map(([, row]) => ({event: 'drift', row}) as const),
  ...closed.map(row => ({event: 'closed', row}) as const),
];

const isChange = (old: AssessedSocket, row: AssessedSocket): boolean =>
  old.socket.state !== row.socket.state ||
  old.socket.owner !== row.socket.owner ||
  old.assessment.verdict !== row.assessment.verdict ||
  old.assessment.rule !== row.assessment.rule ||
  old.acceptance?.state !== row.acceptance?.state;

function startsToDrift(old: AssessedSocket | null, row: AssessedSocket): boolean {
  const before = new Set(old?.acceptance?.drift.map(({kind}) => kind));
  return row.acceptance?.drift.some(({kind}) => !before.has(kind)) ?? false;
}
