import {steady, width} from '../../screens/text/fit.ts';
import type {TableLine} from './alike.ts';
import {cellText} from './alike-columns.ts';
import type {CellOptions, Column} from './column.ts';

/** By column id: the cells of the widest text among some lines, uncut. */
export type NaturalWidths = Readonly<Record<string, number>>;

export const noNaturalWidths: NaturalWidths = {};

/**
 * The maximum of `before` and the widths of these lines; the object `before` itself where no width grows. Lines ×
 * columns.
 */
export function naturalWidthsOf(
  lines: readonly TableLine[],
  columns: readonly Column[],
  options: CellOptions,
  before: NaturalWidths = noNaturalWidths,
): NaturalWidths {
  const naturalWidths: Record<string, number> = {...before};
  for (const column of columns) {
    const {id} = column;
    for (const line of lines) {
      const cells = width(steady(cellText(column, line, Number.POSITIVE_INFINITY, options)));
      naturalWidths[id] = Math.max(naturalWidths[id] ?? 0, cells);
    }
  }
  return columns.every(({id}) => naturalWidths[id] === before[id]) ? before : naturalWidths;
}
