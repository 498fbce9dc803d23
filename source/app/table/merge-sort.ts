import {inSteps, type Task} from '../../domain/task.ts';

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
  yield* inSteps(indexes.length, mergedPerStep, (from, to) => {
    for (let place = from; place < to; place++) found[place] = items[indexes[place] as number] as T;
  });
  return found;
}

/**
 * The indexes of `count` items in the order of `compare`, which compares two of them; equal ones keep their order. n
 * log n comparisons. Numbers in two arrays take no memory that is to be collected, unlike lists of items.
 */
export function* sortIndexes(count: number, compare: Compare<number>): Task<Uint32Array> {
  let runs: Uint32Array = Uint32Array.from({length: count}, (_, index) => index);
  let merged: Uint32Array = new Uint32Array(count);
  if (count <= sortedPerStep) return runs.sort(compare);
  yield* inSteps(count, sortedPerStep, (from, to) => void runs.subarray(from, to).sort(compare));
  for (let length = sortedPerStep; length < count; length *= 2) {
    for (let start = 0; start < count; start += 2 * length) {
      const middle = Math.min(start + length, count);
      const runsHere = {from: start, middle, end: Math.min(middle + length, count)};
      for (let at: Merged | null = {a: start, b: middle}; at !== null; yield) {
        at = mergeSome(runs, merged, runsHere, at, compare);
      }
    }
    [runs, merged] = [merged, runs];
  }
  return runs;
}

/** Two runs that follow each other. */
type Runs = {readonly from: number; readonly middle: number; readonly end: number};

/** The first indexes of either run that are not merged yet. */
type Merged = {readonly a: number; readonly b: number};

/** Merges at most `mergedPerStep` items of the runs in `from` into the same place of `into`; null once all are. */
function mergeSome(
  from: Uint32Array,
  into: Uint32Array,
  {from: start, middle, end}: Runs,
  {a: firstA, b: firstB}: Merged,
  compare: Compare<number>,
): Merged | null {
  let [a, b] = [firstA, firstB];
  let place = start + (a - start) + (b - middle);
  const last = place + mergedPerStep;
  while (a < middle && b < end && place < last) {
    const isFirst = compare(from[a] as number, from[b] as number) <= 0;
    into[place++] = from[isFirst ? a++ : b++] as number;
  }
  if (a < middle && b < end) return {a, b};
  into.set(from.subarray(a, middle), place);
  into.set(from.subarray(b, end), place + middle - a);
  return null;
}

/**
 * Merges two ordered lists of which the second is short. Copies every item, and compares about few × log(many / few)
 * times. Of equal items, the items of the first list come first.
 */
export function* mergeSorted<T>(many: readonly T[], few: readonly T[], compare: Compare<T>): Task<readonly T[]> {
  if (few.length === 0) return many;
  const merged = new Array<T>(many.length + few.length);
  let [at, count] = [0, 0];
  const copyUpTo = (end: number): void => {
    while (at < end) merged[count++] = many[at++] as T;
  };
  yield* inSteps(few.length, insertedPerStep, (from, to) => {
    for (let index = from; index < to; index++) {
      copyUpTo(placeAfter(many, at, few[index] as T, compare));
      merged[count++] = few[index] as T;
    }
  });
  copyUpTo(many.length);
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
