import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';

export type Change = {readonly event: 'opened' | 'changed' | 'closed'; readonly row: AssessedSocket};

/**
 * What changed from one poll to the next: sockets that opened, changed in state, owner or verdict, or closed. Counters and
 * queues move all the time and are no change.
 */
export const changesOf = ({delta: {opened, changed, closed}}: AssessedSnapshot): readonly Change[] => [
  ...opened.map(row => ({event: 'opened', row}) as const),
  ...changed.filter(([old, row]) => isChange(old, row)).map(([, row]) => ({event: 'changed', row}) as const),
  ...closed.map(row => ({event: 'closed', row}) as const),
];

const isChange = (old: AssessedSocket, row: AssessedSocket): boolean =>
  old.socket.state !== row.socket.state ||
  old.socket.owner !== row.socket.owner ||
  old.assessment.verdict !== row.assessment.verdict ||
  old.assessment.rule !== row.assessment.rule;
