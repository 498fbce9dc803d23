import type {Task} from '../../domain/task.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {mergeSort, mergeSorted} from './merge-sort.ts';

/** Rows from one step to the next. */
const atOnce = 4000;

/**
 * The rows of a poll in order, made of those of the poll before at the cost of what changed: no more is compared than what came
 * or has another place. `compare` must be the one of the poll before, and must not depend on time; `sorted` sorts as
 * it does, and may do so faster.
 */
export function* incrementalOrder(
  before: readonly AssessedSocket[],
  {opened, changed, closed}: Delta,
  compare: (a: AssessedSocket, b: AssessedSocket) => number,
  sorted: (rows: readonly AssessedSocket[]) => Task<readonly AssessedSocket[]> = rows => mergeSort(rows, compare),
): Task<readonly AssessedSocket[]> {
  if (opened.length + changed.length + closed.length === 0) return before;
  const nows = new Map<AssessedSocket, AssessedSocket>();
  for (const [old, now] of changed) {
    nows.set(old, now);
    if (nows.size % atOnce === 0) yield;
  }
  const gone = new Set(closed);
  // Of the length that is needed: a list that grows leaves twice its memory behind, at every poll.
  const kept = new Array<AssessedSocket>(before.length);
  let count = 0;
  const placed: AssessedSocket[] = [...opened];
  for (let index = 0; index < before.length; index++) {
    if (index % atOnce === 0) yield;
    const row = before[index] as AssessedSocket;
    const now = nows.get(row);
    if (now && compare(row, now) !== 0) placed.push(now);
    else if (!gone.has(row)) kept[count++] = now ?? row;
  }
  kept.length = count;
  return yield* mergeSorted(kept, yield* sorted(placed), compare);
}
