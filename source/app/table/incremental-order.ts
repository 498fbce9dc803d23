import {inSteps, type Task} from '../../domain/task.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {mergeSort, mergeSorted} from './merge-sort.ts';

/** The number of rows between two yields. */
const rowsPerStep = 4000;

/**
 * The rows of a poll in order, made from the ordered rows of the poll before. Copies every row once, and compares only
 * rows that opened or changed. `compare` must have ordered `before`, and must not depend on time; `sort` gives the same
 * order as `compare`, and may be faster.
 */
export function* incrementalOrder(
  before: readonly AssessedSocket[],
  {opened, changed, closed}: Delta,
  compare: (a: AssessedSocket, b: AssessedSocket) => number,
  sort: (rows: readonly AssessedSocket[]) => Task<readonly AssessedSocket[]> = rows => mergeSort(rows, compare),
): Task<readonly AssessedSocket[]> {
  if (opened.length + changed.length + closed.length === 0) return before;
  const replacements = new Map<AssessedSocket, AssessedSocket>();
  yield* inSteps(changed.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) replacements.set(...(changed[index] as Delta['changed'][number]));
  });
  const closedRows = new Set(closed);
  // The array has its full length from the start: an array that grows leaves twice its memory as garbage, at every
  // poll.
  const inPlace = new Array<AssessedSocket>(before.length);
  let count = 0;
  const toInsert: AssessedSocket[] = [...opened];
  yield* inSteps(before.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) {
      const row = before[index] as AssessedSocket;
      const replacement = replacements.get(row);
      if (replacement && compare(row, replacement) !== 0) toInsert.push(replacement);
      else if (!closedRows.has(row)) inPlace[count++] = replacement ?? row;
    }
  });
  inPlace.length = count;
  return yield* mergeSorted(inPlace, yield* sort(toInsert), compare);
}
