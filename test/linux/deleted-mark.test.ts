import assert from 'node:assert/strict';
import {test} from 'node:test';
import {splitDeletedMark, withoutDeletedMark} from '../../source/linux/deleted-mark.ts';

const split = (text: string): readonly [string, boolean] => {
  const {path, isMarked} = splitDeletedMark(Buffer.from(text));
  return [path.toString(), isMarked];
};

test('the mark of the kernel is split off at the end alone', () => {
  assert.deepEqual(split('/tmp/a (deleted)'), ['/tmp/a', true]);
  assert.deepEqual(split('/tmp/a (deleted) b'), ['/tmp/a (deleted) b', false]);
  assert.deepEqual(split('/tmp/a (deleted) (deleted)'), ['/tmp/a (deleted)', true]);
  assert.deepEqual(split(''), ['', false]);
});

test('a path keeps bytes that are no UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from([0x2f, 0xff]), Buffer.from(' (deleted)')]);
  assert.deepEqual([...splitDeletedMark(bytes).path], [0x2f, 0xff]);
});

test('the text of a control group loses the same mark', () => {
  assert.equal(withoutDeletedMark('/system.slice/a.service (deleted)'), '/system.slice/a.service');
  assert.equal(withoutDeletedMark('/a (deleted)/b'), '/a (deleted)/b');
});
