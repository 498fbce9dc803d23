import type {Judged} from '../../judge/assess-all.ts';
import {steady, width} from '../../screens/text/fit.ts';
import type {CellOptions, Column} from './column.ts';

/** Cells that the widest of some rows takes in a column where nothing is cut, by the id of the column. */
export type Needs = Readonly<Record<string, number>>;

export const noNeeds: Needs = {};

/** What these rows need and what was needed `before`; the very object where they need no more than that. */
export function needsOf(
  rows: readonly Judged[],
  columns: readonly Column[],
  options: CellOptions,
  before: Needs = noNeeds,
): Needs {
  const needs: Record<string, number> = {...before};
  for (const {id, text} of columns) {
    for (const row of rows) {
      const cells = width(steady(text(row, Number.POSITIVE_INFINITY, options)));
      needs[id] = Math.max(needs[id] ?? 0, cells);
    }
  }
  return columns.every(({id}) => needs[id] === before[id]) ? before : needs;
}
