import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {createDescriptorNumbers, type Descriptors} from '../../../source/collect/owners/descriptor-numbers.ts';

type Tried = {readonly open: readonly number[]; readonly tried: number; readonly listed: number};

/** Reads all numbers of a process that has these descriptors open. */
function tryAll(open: readonly number[], retained: readonly number[], count = open.length, isProbing = true): Tried {
  let listed = 0;
  const list = (): readonly number[] => {
    listed++;
    return open;
  };
  const descriptors: Descriptors = {list, inode: () => 0, isProbing, close() {}};
  const numbers = createDescriptorNumbers(descriptors, new Map(retained.map(each => [each, each])), count);
  const found: number[] = [];
  for (let tried = 0; ; tried++) {
    const number = numbers.next();
    if (number === null) return {open: found, tried, listed};
    assert.ok(typeof number === 'number');
    numbers.report(open.includes(number));
    if (open.includes(number)) found.push(number);
  }
}

const upTo = (end: number): number[] => Array.from({length: end}, (_, index) => index);

test('descriptors without a gap are tried one by one, and the directory is not listed', () => {
  assert.deepEqual(tryAll(upTo(12), []), {open: upTo(12), tried: 12, listed: 0});
});

test('of thousands that are retained only those that came are tried, and a few beyond', () => {
  const retained = upTo(4000).filter(each => each % 100 !== 7);
  const {open, tried, listed} = tryAll(upTo(4002), retained);
  assert.deepEqual(open, [...upTo(40).map(each => each * 100 + 7), 4000, 4001]);
  assert.ok(tried < 60, `${tried} were tried`);
  assert.equal(listed, 0);
});

test('one that came where a retained one has closed is found although their number is the same', () => {
  assert.deepEqual(tryAll([...upTo(1000).slice(1), 1000], upTo(1000)).open, [1000]);
});

test('where numbers are sparse the directory is listed, once', () => {
  assert.deepEqual(tryAll([0, 1, 2, 255], []), {open: [0, 1, 2, 255], tried: 8, listed: 1});
  assert.equal(tryAll([], [], 0).listed, 1);
});

test('where a closed number is dear only the listed ones are tried', () => {
  assert.deepEqual(tryAll([0, 3, 9], [3], 3, false), {open: [0, 9], tried: 2, listed: 1});
});

test('a directory that may not be listed is refused', () => {
  const descriptors: Descriptors = {list: () => 'refused', inode: () => 0, isProbing: false, close() {}};
  assert.equal(createDescriptorNumbers(descriptors, new Map(), 3).next(), 'refused');
});

test('whatever is open, every descriptor that is not retained is tried once where the kernel counts them', () => {
  const numbers = fc.uniqueArray(fc.oneof(fc.nat(20), fc.nat(300)), {maxLength: 40});
  fc.assert(
    fc.property(numbers, fc.nat(40), fc.boolean(), (all, share, isProbing) => {
      const retained = all.slice(0, Math.min(share, all.length));
      const {open, listed} = tryAll(all, retained, all.length, isProbing);
      assert.deepEqual([...open].sort(), all.filter(each => !retained.includes(each)).sort());
      assert.ok(listed <= 1);
    }),
    {numRuns: 1000},
  );
});
