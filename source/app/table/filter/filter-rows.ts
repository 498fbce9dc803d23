import type {Task} from '../../../domain/task.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import type {Marks} from './fields.ts';
import type {GoodQuery} from './query.ts';
import type {ShownTexts} from './shown-text.ts';

/** Rows from one step to the next. */
const atOnce = 500;

const noMarks: Marks = {isNew: false, isClosed: false, isChanged: false};

/** Whether a query may ask for what the last polls tell of a socket. */
export const usesMarks = ({text}: GoodQuery): boolean => /\bis:/.test(text);

/** The rows that a query keeps, in their order. */
export function* filterRows(
  rows: readonly AssessedSocket[],
  query: GoodQuery,
  marksOf: (row: AssessedSocket) => Marks,
  texts: ShownTexts,
): Task<readonly AssessedSocket[]> {
  if (query.text === '') return rows;
  const marks = usesMarks(query) ? marksOf : () => noMarks;
  const kept: AssessedSocket[] = [];
  for (let index = 0; index < rows.length; index++) {
    if (index % atOnce === 0) yield;
    const row = rows[index] as AssessedSocket;
    const shown = (): string => texts.text(row);
    const lower = (): string => texts.lower(row);
    if (query.matches(row, marks(row), shown, lower)) kept.push(row);
  }
  return kept;
}
