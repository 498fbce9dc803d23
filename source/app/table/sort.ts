import type {Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {CellOptions} from './column.ts';
import {columns} from './columns.ts';
import {compareRows, usualPlace} from './group-rows.ts';
import {mergeSort} from './merge-sort.ts';

/** A column to sort by, and whether against its natural direction; null stands for the usual order. */
export type Sort = {readonly column: string; readonly reversed: boolean};

/** The column that the usual order begins with, in its natural direction. */
export const usualSort: Sort = {column: 'verdict', reversed: false};

/** The column that rows are sorted by, first of all. */
export const sortedBy = (sort: Sort | null): Sort => sort ?? usualSort;

/** What sorts by a column; by that of the usual order in its natural direction, the usual order. */
export const sortOf = (column: string, reversed: boolean): Sort | null =>
  column === usualSort.column && !reversed ? null : {column, reversed};

/** Compares rows by a column, those that are equal in the usual order. */
export function compareBy(sort: Sort | null, options: CellOptions): (a: AssessedSocket, b: AssessedSocket) => number {
  const by = columnOf(sort);
  if (!by) return compareRows;
  const direction = directionOf(by.first, sort);
  return (a, b) => direction * compareValues(by.value(a, options), by.value(b, options)) || compareRows(a, b);
}

/** What a row is sorted by, made once a row: its value in the column, and the place in the usual order. */
type Entry = {readonly row: AssessedSocket; readonly value: string | number; readonly place: number};

/** Rows from one step to the next. */
const atOnce = 2000;

/** The rows in the order of `comparing`. */
export function* sortRows(
  rows: readonly AssessedSocket[],
  sort: Sort | null,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  const by = columnOf(sort);
  const direction = by ? directionOf(by.first, sort) : 1;
  const entries: Entry[] = [];
  for (const row of rows) {
    entries.push({row, value: by ? by.value(row, options) : 0, place: usualPlace(row)});
    if (entries.length % atOnce === 0) yield;
  }
  const compare = (a: Entry, b: Entry): number =>
    direction * compareValues(a.value, b.value) || a.place - b.place || compareRows(a.row, b.row);
  return (yield* mergeSort(entries, compare)).map(({row}) => row);
}

/** Whether the order of two rows may become another one though neither has changed. */
export const isMoving = (sort: Sort | null): boolean => columnOf(sort)?.moves ?? false;

/** `port` or `-port`, as the option `--sort` has it; null where there is no such column. */
export function readSort(text: string): Sort | null {
  const reversed = text.startsWith('-');
  const column = reversed ? text.slice(1) : text;
  return columns.some(({id}) => id === column) ? {column, reversed} : null;
}

const columnOf = (sort: Sort | null) => (sort ? columns.find(({id}) => id === sort.column)?.sort : undefined);

const directionOf = (first: 'up' | 'down', sort: Sort | null): number =>
  (first === 'up' ? 1 : -1) * (sort?.reversed ? -1 : 1);

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
