import type {Steps} from '../../domain/task.ts';
import type {Delta, Judged} from '../../judge/assess-all.ts';
import {inserting, sorting} from './merge-sort.ts';

/** Rows from one step to the next. */
const atOnce = 4000;

/**
 * The rows of a look in order, made of those of the look before at the cost of what changed: no more is compared than what came
 * or has another place. `compare` must be the one of the look before, and must not depend on time; `sorted` sorts as
 * it does, and may do so faster.
 */
export function* ordering(
  before: readonly Judged[],
  {opened, changed, closed}: Delta,
  compare: (a: Judged, b: Judged) => number,
  sorted: (rows: readonly Judged[]) => Steps<readonly Judged[]> = rows => sorting(rows, compare),
): Steps<readonly Judged[]> {
  if (opened.length + changed.length + closed.length === 0) return before;
  const nows = new Map<Judged, Judged>();
  for (const [old, now] of changed) {
    nows.set(old, now);
    if (nows.size % atOnce === 0) yield;
  }
  const gone = new Set(closed);
  // Of the length that is needed: a list that grows leaves twice its memory behind, at every look.
  const kept = new Array<Judged>(before.length);
  let count = 0;
  const placed: Judged[] = [...opened];
  for (let index = 0; index < before.length; index++) {
    if (index % atOnce === 0) yield;
    const row = before[index] as Judged;
    const now = nows.get(row);
    if (now && compare(row, now) !== 0) placed.push(now);
    else if (!gone.has(row)) kept[count++] = now ?? row;
  }
  kept.length = count;
  return yield* inserting(kept, yield* sorted(placed), compare);
}
