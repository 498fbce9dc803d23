import {inSteps, type Task} from '../../../domain/task.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import type {Marks} from './fields.ts';
import type {GoodQuery} from './query.ts';
import type {RowTexts} from './shown-text.ts';

/** The number of rows between two yields. */
const rowsPerStep = 500;

const noMarks: Marks = {isNew: false, isClosed: false, isChanged: false};

/** Whether a query may depend on the marks of a row. */
export const usesMarks = ({text}: GoodQuery): boolean => /\bis:/.test(text);

/** The rows that match a query, in their order; the list itself for the empty query. Linear in the rows. */
export function* filterRows(
  rows: readonly AssessedSocket[],
  query: GoodQuery,
  marksOf: (row: AssessedSocket) => Marks,
  texts: RowTexts,
): Task<readonly AssessedSocket[]> {
  if (query.text === '') return rows;
  const marks = usesMarks(query) ? marksOf : () => noMarks;
  const matching: AssessedSocket[] = [];
  yield* inSteps(rows.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) {
      const row = rows[index] as AssessedSocket;
      const shown = (): string => texts.text(row);
      const lower = (): string => texts.lower(row);
      if (query.matches(row, marks(row), shown, lower)) matching.push(row);
    }
  });
  return matching;
}
