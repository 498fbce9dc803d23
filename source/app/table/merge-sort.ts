import type {Task} from '../../domain/task.ts';

type Compare<T> = (a: T, b: T) => number;

/** The number of items that are sorted, merged or inserted between two yields. */
const sortedPerStep = 1000;
const mergedPerStep = 8000;
const insertedPerStep = 500;

/** The items in order, by a stable sort of n log n comparisons. */
export function* mergeSort<T>(items: readonly T[], compare: Compare<T>): Task<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += sortedPerStep) {
    runs.push(items.slice(start, start + sortedPerStep).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(yield* mergeRuns(runs[index] ?? [], runs[index + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/** Merges two ordered lists. Of equal items, the items of the first list come first. */
function* mergeRuns<T>(first: readonly T[], second: readonly T[], compare: Compare<T>): Task<readonly T[]> {
  const merged: T[] = [];
  let [a, b] = [0, 0];
  while (a < first.length && b < second.length) {
    const isFirst = compare(first[a] as T, second[b] as T) <= 0;
    merged.push((isFirst ? first[a++] : second[b++]) as T);
    if (merged.length % mergedPerStep === 0) yield;
  }
  while (a < first.length) merged.push(first[a++] as T);
  while (b < second.length) merged.push(second[b++] as T);
  yield;
  return merged;
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
