import type {Judged, Judgement} from '../assess/judge.ts';

export type Change = {readonly event: 'opened' | 'changed' | 'closed'; readonly row: Judged};

/**
 * What changed from one look to the next: sockets that opened, changed in state, owner or verdict, or closed. Counters and
 * queues move all the time and are no change.
 */
export function changesBetween(before: Judgement, after: Judgement): readonly Change[] {
  const changes: Change[] = [];
  for (const row of after.rows) {
    const old = before.byKey.get(row.socket.key);
    if (!old) changes.push({event: 'opened', row});
    else if (old !== row && isChange(old, row)) changes.push({event: 'changed', row});
  }
  for (const row of before.rows) if (!after.byKey.has(row.socket.key)) changes.push({event: 'closed', row});
  return changes;
}

const isChange = (old: Judged, row: Judged): boolean =>
  old.socket.state !== row.socket.state ||
  old.socket.owner !== row.socket.owner ||
  old.assessment.verdict !== row.assessment.verdict ||
  old.assessment.rule !== row.assessment.rule;
