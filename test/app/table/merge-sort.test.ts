import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {mergeSort, mergeSorted} from '../../../source/app/table/merge-sort.ts';
import {finish} from '../../../source/domain/task.ts';

/** The compared value, and a number that identifies equal items. */
type Item = {readonly value: number; readonly serial: number};

const compare = (a: Item, b: Item): number => a.value - b.value;
const numbered = (values: readonly number[], from = 0): readonly Item[] =>
  values.map((value, index) => ({value, serial: from + index}));

const values = (most: number) => fc.array(fc.nat(most), {maxLength: 60, size: 'max'});

test('sorted in steps, items are in the order of a stable sort', () => {
  fc.assert(
    fc.property(fc.oneof(values(5), values(1000)), few => {
      // More than are sorted from one step to the next.
      const items = numbered(Array.from({length: 60}, () => few).flat());
      assert.deepEqual(finish(mergeSort(items, compare)), items.toSorted(compare));
    }),
    {numRuns: 100},
  );
});

test('inserted items come behind equal ones, in the order of a sort of all', () => {
  fc.assert(
    fc.property(values(20), values(20), (many, few) => {
      const first = numbered(many).toSorted(compare);
      const second = numbered(few, first.length).toSorted(compare);
      assert.deepEqual(finish(mergeSorted(first, second, compare)), [...first, ...second].toSorted(compare));
    }),
    {numRuns: 500},
  );
});

test('few are inserted among many with few comparisons', () => {
  const many = numbered(Array.from({length: 50_000}, (_, index) => index));
  let compared = 0;
  const counting = (a: Item, b: Item): number => {
    compared++;
    return compare(a, b);
  };
  const merged = finish(mergeSorted(many, numbered([7, 25_000, 49_999, 60_000]), counting));
  assert.equal(merged.length, 50_004);
  assert.ok(compared < 4 * 2 * 17, `${compared} comparisons`);
});

test('nothing is sorted to nothing', () => {
  assert.deepEqual(finish(mergeSort([], compare)), []);
  assert.deepEqual(finish(mergeSorted([], [], compare)), []);
});
