import assert from 'node:assert/strict';
import {test} from 'node:test';
import {firstLineOf} from '../../source/collect/first-line.ts';

test('the first line of an error is cleaned and bounded', () => {
  assert.equal(firstLineOf(new Error('broken\nat x')), 'broken');
  assert.equal(firstLineOf('a\x1b[8m'), 'a\\x1b[8m');
  assert.equal(firstLineOf(new Error('x'.repeat(300))).length, 200);
  assert.equal(firstLineOf(new Error('abcdef'), 4), 'abc…');
});
