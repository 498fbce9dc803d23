import type {Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {firstOf, type TableLine} from './alike.ts';
import {sortsBySum, sortValueOf} from './alike-columns.ts';
import type {CellOptions, Column} from './column.ts';
import {columns} from './columns.ts';
import {compareRows, type Group, usualOrderNumber} from './group-rows.ts';
import {mergeSort} from './merge-sort.ts';
import {rankRows} from './rank-rows.ts';

/** A column to sort by; `reversed` is against its natural direction. Null stands for the usual order. */
export type Sort = {readonly column: string; readonly reversed: boolean};

/** The first column of the usual order, in its natural direction. */
export const usualSort: Sort = {column: 'verdict', reversed: false};

/** The column that rows are sorted by first. */
export const sortedBy = (sort: Sort | null): Sort => sort ?? usualSort;

/** The sort by a column; null for the one that the usual order begins with, in its natural direction. */
export const sortOf = (column: string, reversed: boolean): Sort | null =>
  column === usualSort.column && !reversed ? null : {column, reversed};

/** Compares rows by a column; equal rows are in the usual order. */
export function compareBy(sort: Sort | null, options: CellOptions): (a: AssessedSocket, b: AssessedSocket) => number {
  const by = columnOf(sort);
  if (!by) return compareRows;
  const direction = directionOf(by.first, sort);
  return (a, b) => direction * compareValues(by.value(a, options), by.value(b, options)) || compareRows(a, b);
}

/** A row with its sort keys, which are made once a row: the value of the column, and the number of the usual order. */
type Entry = {readonly row: AssessedSocket; readonly value: string | number; readonly usual: number};

/** The number of rows between two yields. */
const rowsPerStep = 2000;

/** The rows in the order of `compareBy`. n log n comparisons, mostly of numbers. */
export function* sortRows(
  rows: readonly AssessedSocket[],
  sort: Sort | null,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  const by = columnOf(sort);
  const direction = by ? directionOf(by.first, sort) : 1;
  const entries: Entry[] = [];
  for (const row of rows) {
    entries.push({row, value: by ? by.value(row, options) : 0, usual: usualOrderNumber(row)});
    if (entries.length % rowsPerStep === 0) yield;
  }
  const compare = (a: Entry, b: Entry): number =>
    direction * compareValues(a.value, b.value) || a.usual - b.usual || compareRows(a.row, b.row);
  return (yield* mergeSort(entries, compare)).map(({row}) => row);
}

/** The same of rows that are in the usual order: linear in the rows where a column has few different values. */
export function* sortFromUsual(
  usual: readonly AssessedSocket[],
  sort: Sort,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  const by = columnOf(sort);
  if (!by) return usual;
  const direction = directionOf(by.first, sort);
  const compare = (a: string | number, b: string | number): number => direction * compareValues(a, b);
  return (yield* rankRows(usual, row => by.value(row, options), compare)) ?? (yield* sortRows(usual, sort, options));
}

/**
 * The lines of a group in order, where its rows are: lines that stand for several sockets go where their sum belongs,
 * if the column has one. Costs n log n of the lines where there are any.
 */
export function* sortLines(
  {lines, alikes}: Pick<Group, 'lines' | 'alikes'>,
  sort: Sort | null,
  options: CellOptions,
): Task<readonly TableLine[]> {
  const by = sortColumnOf(sort);
  if (!by || alikes.length === 0 || !sortsBySum(by.id)) return lines;
  const direction = directionOf(by.sort.first, sort);
  const entries = lines.map(line => ({line, value: sortValueOf(by, line, options)}));
  const sorted = yield* mergeSort(
    entries,
    (a, b) => direction * compareValues(a.value, b.value) || compareRows(firstOf(a.line), firstOf(b.line)),
  );
  return sorted.map(({line}) => line);
}

/** Whether two rows may change their order though neither socket has changed. */
export const isVolatile = (sort: Sort | null): boolean => columnOf(sort)?.isVolatile ?? false;

/** Reads `port` or `-port`, as in the option `--sort`; null where there is no such column. */
export function readSort(text: string): Sort | null {
  const reversed = text.startsWith('-');
  const column = reversed ? text.slice(1) : text;
  return columns.some(({id}) => id === column) ? {column, reversed} : null;
}

const sortColumnOf = (sort: Sort | null): Column | undefined =>
  sort ? columns.find(({id}) => id === sort.column) : undefined;

const columnOf = (sort: Sort | null): Column['sort'] | undefined => sortColumnOf(sort)?.sort;

const directionOf = (first: 'up' | 'down', sort: Sort | null): number =>
  (first === 'up' ? 1 : -1) * (sort?.reversed ? -1 : 1);

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
