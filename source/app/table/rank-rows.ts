import type {Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** The number of rows between two yields. */
const rowsPerStep = 4000;
/** With more different values than this, they would take too long to be sorted at once. */
const maxValues = 2000;

/**
 * The rows in the order of their values, rows of equal value in the order that they have: linear in the rows, since
 * only the different values are sorted, by `compare`. Null where there are too many of them.
 */
export function* rankRows(
  rows: readonly AssessedSocket[],
  keyOf: (row: AssessedSocket) => string | number,
  compare: (a: string | number, b: string | number) => number,
): Task<readonly AssessedSocket[] | null> {
  const byValue = new Map<string | number, AssessedSocket[]>();
  let last: string | number | null = null;
  let same: AssessedSocket[] = [];
  for (let index = 0; index < rows.length; index++) {
    if (index % rowsPerStep === 0) yield;
    const row = rows[index] as AssessedSocket;
    const value = keyOf(row);
    // Many a row has the value of the row before.
    if (value !== last) {
      same = byValue.get(value) ?? [];
      if (same.length === 0) byValue.set(value, same);
      if (byValue.size > maxValues) return null;
      last = value;
    }
    same.push(row);
  }
  const ranked: AssessedSocket[] = [];
  for (const value of [...byValue.keys()].sort(compare)) {
    for (const row of byValue.get(value) ?? []) ranked.push(row);
    yield;
  }
  return ranked;
}
