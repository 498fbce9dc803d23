import type {AssessedSocket} from '../../judge/assess-all.ts';
import {steady, width} from '../../screens/text/fit.ts';
import type {CellOptions, Column} from './column.ts';

/** Cells that the widest of some rows takes in a column where nothing is cut, by the id of the column. */
export type NaturalWidths = Readonly<Record<string, number>>;

export const noNaturalWidths: NaturalWidths = {};

/** What these rows need and what was needed `before`; the very object where they need no more than that. */
export function naturalWidthsOf(
  rows: readonly AssessedSocket[],
  columns: readonly Column[],
  options: CellOptions,
  before: NaturalWidths = noNaturalWidths,
): NaturalWidths {
  const naturalWidths: Record<string, number> = {...before};
  for (const {id, text} of columns) {
    for (const row of rows) {
      const cells = width(steady(text(row, Number.POSITIVE_INFINITY, options)));
      naturalWidths[id] = Math.max(naturalWidths[id] ?? 0, cells);
    }
  }
  return columns.every(({id}) => naturalWidths[id] === before[id]) ? before : naturalWidths;
}
