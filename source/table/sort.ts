import type {Judged} from '../assess/judge.ts';
import type {CellOptions} from './column.ts';
import {columns} from './columns.ts';
import {compareRows} from './order.ts';

/** A column to sort by, and whether against its natural direction; null stands for the usual order. */
export type Sort = {readonly column: string; readonly reversed: boolean};

/** The ids of columns that sort, in their order. */
export const sortable: readonly string[] = columns.filter(({sort}) => sort !== undefined).map(({id}) => id);

/** Compares rows by a column, those that are equal in the usual order. */
export function comparing(sort: Sort | null, options: CellOptions): (a: Judged, b: Judged) => number {
  const by = sort && columns.find(({id}) => id === sort.column)?.sort;
  if (!by) return compareRows;
  const direction = (by.first === 'up' ? 1 : -1) * (sort.reversed ? -1 : 1);
  return (a, b) => direction * compareValues(by.value(a, options), by.value(b, options)) || compareRows(a, b);
}

/** `port` or `-port`, as the option `--sort` has it; null where no such column sorts. */
export function readSort(text: string): Sort | null {
  const reversed = text.startsWith('-');
  const column = reversed ? text.slice(1) : text;
  return sortable.includes(column) ? {column, reversed} : null;
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
