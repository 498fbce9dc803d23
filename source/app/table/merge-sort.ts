import type {Task} from '../../domain/task.ts';

type Compare<T> = (a: T, b: T) => number;

/** The number of items that are sorted, merged or inserted between two yields. */
const sortedPerStep = 1000;
const mergedPerStep = 8000;
const insertedPerStep = 500;

/** The items in order, by a stable sort of n log n comparisons. */
export function* mergeSort<T>(items: readonly T[], compare: Compare<T>): Task<readonly T[]> {
  return yield* itemsAt(items, yield* sortIndexes(items.length, (a, b) => compare(items[a] as T, items[b] as T)));
}

/** The items with these indexes, in their order. */
export function* itemsAt<T>(items: readonly T[], indexes: Uint32Array): Task<readonly T[]> {
  const found = new Array<T>(indexes.length);
  for (let place = 0; place < indexes.length; place++) {
    found[place] = items[indexes[place] as number] as T;
    if (place % mergedPerStep === 0) yield;
  }
  return found;
}

/**
 * The indexes of `count` items in the order of `compare`, which compares two of them; equal ones keep their order. n
 * log n comparisons. Numbers in two arrays take no memory that is to be collected, unlike lists of items.
 */
export function* sortIndexes(count: number, compare: Compare<number>): Task<Uint32Array> {
  let runs: Uint32Array = new Uint32Array(count);
  let merged: Uint32Array = new Uint32Array(count);
  for (let index = 0; index < count; index++) runs[index] = index;
  for (let start = 0; start < count; start += sortedPerStep) {
    runs.subarray(start, start + sortedPerStep).sort(compare);
    yield;
  }
  for (let length = sortedPerStep; length < count; length *= 2) {
    for (let start = 0; start < count; start += 2 * length) yield* mergeRuns(runs, merged, start, length, compare);
    [runs, merged] = [merged, runs];
  }
  return runs;
}

/** Merges two runs that follow each other in `from`, of at most `length` items each, into the same place of `into`. */
function* mergeRuns(
  from: Uint32Array,
  into: Uint32Array,
  start: number,
  length: number,
  compare: Compare<number>,
): Task<void> {
  const middle = Math.min(start + length, from.length);
  const end = Math.min(middle + length, from.length);
  let [a, b, place] = [start, middle, start];
  while (a < middle && b < end) {
    const isFirst = compare(from[a] as number, from[b] as number) <= 0;
    into[place++] = from[isFirst ? a++ : b++] as number;
    if (place % mergedPerStep === 0) yield;
  }
  into.set(from.subarray(a, middle), place);
  into.set(from.subarray(b, end), place + middle - a);
}

/**
 * Merges two ordered lists of which the second is short. Copies every item, and compares about few × log(many / few)
 * times. Of equal items, the items of the first list come first.
 */
export function* mergeSorted<T>(many: readonly T[], few: readonly T[], compare: Compare<T>): Task<readonly T[]> {
  if (few.length === 0) return many;
  const merged = new Array<T>(many.length + few.length);
  let [at, count, inserted] = [0, 0, 0];
  for (const item of few) {
    const end = placeAfter(many, at, item, compare);
    while (at < end) merged[count++] = many[at++] as T;
    merged[count++] = item;
    if (++inserted % insertedPerStep === 0) yield;
  }
  while (at < many.length) merged[count++] = many[at++] as T;
  return merged;
}

/**
 * The index from `start` on behind all items that are not greater than `item`, by a galloping and then a binary search.
 */
function placeAfter<T>(items: readonly T[], start: number, item: T, compare: Compare<T>): number {
  const isBefore = (index: number): boolean => compare(items[index] as T, item) <= 0;
  let low = start;
  let reach = 1;
  while (low + reach <= items.length && isBefore(low + reach - 1)) {
    low += reach;
    reach *= 2;
  }
  let high = Math.min(low + reach - 1, items.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
