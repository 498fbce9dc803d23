import {inSteps, type Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {firstOf, type TableLine} from './alike.ts';
import {sortsBySum, sortValueOf} from './alike-columns.ts';
import type {CellOptions, Column} from './column.ts';
import {columns} from './columns.ts';
import {compareRows, type Group, restText, usualOrderNumber} from './group-rows.ts';
import {itemsAt, mergeSort, sortIndexes} from './merge-sort.ts';
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

/** The number of rows between two yields. */
const rowsPerStep = 2000;

/** The rows in the order of `compareBy`. n log n comparisons, mostly of numbers. */
export function* sortRows(
  rows: readonly AssessedSocket[],
  sort: Sort | null,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  const usual = yield* inUsualOrder(rows);
  return sort === null ? usual : yield* sortFromUsual(usual, sort, options);
}

/**
 * The number of the usual order is made once a row. Only then rows that are equal in it are compared by the rest, for
 * which their objects, all over the memory, are read once.
 */
function* inUsualOrder(rows: readonly AssessedSocket[]): Task<readonly AssessedSocket[]> {
  const numbers = new Float64Array(rows.length);
  yield* inSteps(rows.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) numbers[index] = usualOrderNumber(rows[index] as AssessedSocket);
  });
  const compare = (a: number, b: number): number => (numbers[a] as number) - (numbers[b] as number);
  const order = yield* sortIndexes(rows.length, compare);
  yield* sortTies(order, compare, index => restText(rows[index] as AssessedSocket));
  return yield* itemsAt(rows, order);
}

/** Sorts each run of indexes that are equal for `compare` by the texts of their rows, in place. */
function* sortTies(
  order: Uint32Array,
  compare: (a: number, b: number) => number,
  textOf: (index: number) => string,
): Task<void> {
  const endOfRun = (start: number): number => {
    let end = start + 1;
    while (end < order.length && compare(order[start] as number, order[end] as number) === 0) end++;
    return end;
  };
  for (let start = 0, passed = 0; start < order.length; ) {
    const end = endOfRun(start);
    if (end - start > 1) {
      const run = order.slice(start, end);
      const texts = new Array<string>(run.length);
      yield* inSteps(run.length, rowsPerStep, (from, to) => {
        for (let index = from; index < to; index++) texts[index] = textOf(run[index] as number);
      });
      const places = yield* sortIndexes(run.length, (a, b) => compareValues(texts[a] as string, texts[b] as string));
      for (let index = 0; index < places.length; index++) order[start + index] = run[places[index] as number] as number;
    }
    passed += end - start;
    if (passed >= rowsPerStep) yield;
    if (passed >= rowsPerStep) passed = 0;
    start = end;
  }
}

/**
 * The rows, which are in the usual order, in the order of `compareBy`: linear in the rows where the column has few
 * different values. Rows of equal value stay as they are, so only the values are compared.
 */
export function* sortFromUsual(
  usual: readonly AssessedSocket[],
  sort: Sort,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  const by = columnOf(sort);
  if (!by) return usual;
  const direction = directionOf(by.first, sort);
  const compare = (a: string | number, b: string | number): number => direction * compareValues(a, b);
  const ranked = yield* rankRows(usual, row => by.value(row, options), compare);
  if (ranked) return ranked;
  const values: (string | number)[] = [];
  yield* inSteps(usual.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) values.push(by.value(usual[index] as AssessedSocket, options));
  });
  const valueAt = (index: number): string | number => values[index] as string | number;
  return yield* itemsAt(usual, yield* sortIndexes(usual.length, (a, b) => compare(valueAt(a), valueAt(b))));
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
