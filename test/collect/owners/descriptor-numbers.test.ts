import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {createNumbers, type Descriptors} from '../../../source/collect/owners/descriptor-numbers.ts';

type Asked = {readonly met: readonly number[]; readonly asked: number; readonly listed: number};

/** Asks for all numbers of a process that has these descriptors open. */
function ask(open: readonly number[], kept: readonly number[], count = open.length, isProbing = true): Asked {
  let listed = 0;
  const list = (): readonly number[] => {
    listed++;
    return open;
  };
  const descriptors: Descriptors = {list, inode: () => 0, isProbing, close() {}};
  const numbers = createNumbers(descriptors, new Map(kept.map(each => [each, each])), count);
  const met: number[] = [];
  for (let asked = 0; ; asked++) {
    const number = numbers.next();
    if (number === null) return {met, asked, listed};
    assert.ok(typeof number === 'number');
    numbers.met(open.includes(number));
    if (open.includes(number)) met.push(number);
  }
}

const upTo = (end: number): number[] => Array.from({length: end}, (_, index) => index);

test('descriptors without a gap are asked for one by one, and the directory is not listed', () => {
  assert.deepEqual(ask(upTo(12), []), {met: upTo(12), asked: 12, listed: 0});
});

test('of thousands that are kept only those that came are asked for, and a few beyond', () => {
  const kept = upTo(4000).filter(each => each % 100 !== 7);
  const {met, asked, listed} = ask(upTo(4002), kept);
  assert.deepEqual(met, [...upTo(40).map(each => each * 100 + 7), 4000, 4001]);
  assert.ok(asked < 60, `${asked} were asked for`);
  assert.equal(listed, 0);
});

test('one that came where a kept one has closed is found although their number is the same', () => {
  assert.deepEqual(ask([...upTo(1000).slice(1), 1000], upTo(1000)).met, [1000]);
});

test('where numbers are sparse the directory is listed, once', () => {
  assert.deepEqual(ask([0, 1, 2, 255], []), {met: [0, 1, 2, 255], asked: 8, listed: 1});
  assert.equal(ask([], [], 0).listed, 1);
});

test('where asking for nothing is dear only what is listed is asked for', () => {
  assert.deepEqual(ask([0, 3, 9], [3], 3, false), {met: [0, 9], asked: 2, listed: 1});
});

test('a directory that may not be listed is refused', () => {
  const descriptors: Descriptors = {list: () => 'refused', inode: () => 0, isProbing: false, close() {}};
  assert.equal(createNumbers(descriptors, new Map(), 3).next(), 'refused');
});

test('whatever is open, every descriptor that is not kept is met once where the kernel tells their number', () => {
  const numbers = fc.uniqueArray(fc.oneof(fc.nat(20), fc.nat(300)), {maxLength: 40});
  fc.assert(
    fc.property(numbers, fc.nat(40), fc.boolean(), (open, share, isProbing) => {
      const kept = open.slice(0, Math.min(share, open.length));
      const {met, listed} = ask(open, kept, open.length, isProbing);
      assert.deepEqual([...met].sort(), open.filter(each => !kept.includes(each)).sort());
      assert.ok(listed <= 1);
    }),
    {numRuns: 1000},
  );
});
