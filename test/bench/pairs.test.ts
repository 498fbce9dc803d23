import assert from 'node:assert/strict';
import {test} from 'node:test';
import {collectPairs, ratioRow, savedText} from './pairs.ts';

test('what is saved is the median of the pairs with its quartiles, and that of the least of each side', () => {
  assert.equal(
    savedText([
      [100, 90],
      [200, 100],
      [100, 80],
      [100, 110],
      [50, 35],
    ]),
    '20.0 % (10.0 to 30.0, least 30.0)',
  );
});

test('a spread of zero is not printed', () => {
  assert.equal(
    savedText([
      [40, 30],
      [40, 30],
    ]),
    '25.0 %',
  );
});

test('a quantity that only one pair was measured of has a figure', () => {
  const {pairs, add} = collectPairs();
  add('heap', [4, 5]);
  assert.equal(savedText(pairs.heap ?? []), '-25.0 %');
  assert.deepEqual(pairs, {heap: [[4, 5]]});
});

test('a ratio is the median of the pairs, with their spread and what each side took', () => {
  const pairs = [
    [100, 200],
    [50, 150],
    [200, 200],
    [100, 250],
    [40, 160],
  ] as const;
  assert.deepEqual(ratioRow('start', pairs, 2.4, 'node'), {
    measure: 'start',
    figure: '2.5 × (2.00 to 3.00 in 5 pairs; least/median 150 / 200 ms; node 40.0 / 100 ms)',
    wanted: '≤ 2.4 ×',
    reached: false,
  });
});
