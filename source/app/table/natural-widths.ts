import type {AssessedSocket} from '../../judge/assess-all.ts';
import {steady, width} from '../../screens/text/fit.ts';
import type {CellOptions, Column} from './column.ts';

/** By column id: the cells of the widest text among some rows, uncut. */
export type NaturalWidths = Readonly<Record<string, number>>;

export const noNaturalWidths: NaturalWidths = {};

/**
 * The maximum of `before` and the widths of these rows; the object `before` itself where no width grows. Rows ×
 * columns.
 */
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
