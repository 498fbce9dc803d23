import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoizeLast, memoizeLastFor} from '../../../source/screens/text/memoize-last.ts';

test('the last result is returned again for identical arguments only', () => {
  const made: string[] = [];
  const make = memoizeLast((list: readonly number[], word: string) => {
    made.push(word);
    return [word, ...list];
  });
  const list = [1];
  const first = make(list, 'a');
  assert.equal(make(list, 'a'), first);
  assert.deepEqual(make(list, 'b'), ['b', 1]);
  assert.deepEqual(make(list, 'a'), ['a', 1]);
  make([1], 'a');
  assert.deepEqual(made, ['a', 'b', 'a', 'a']);
});

test('each object has its own last result', () => {
  const make = memoizeLastFor((key: {readonly name: string}, count: number) => ({text: key.name.repeat(count)}));
  const [a, b] = [{name: 'a'}, {name: 'b'}];
  const first = make(a, 2);
  assert.deepEqual(make(b, 1), {text: 'b'});
  assert.equal(make(a, 2), first);
  assert.deepEqual(make(a, 3), {text: 'aaa'});
});
