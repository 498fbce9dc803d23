import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHeldNamespaces} from '../../../source/collect/namespaces/held-namespaces.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';

test('a namespace that a process has open is there as long as a descriptor leads to it', () => {
  const targets = new Map([
    ['/proc/self/ns/net', 'net:[1]'],
    ['/proc/9/fd/5', 'net:[7]'],
    ['/proc/9/fd/6', 'net:[7]'],
  ]);
  const link = (path: string): string => {
    const target = targets.get(path);
    if (target === undefined) throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
    return target;
  };
  const held = createHeldNamespaces({...realFiles, link}, '/proc');
  assert.equal(held.hasNew(), false);
  held.note('/proc/9/fd/4', 1);
  assert.equal(held.hasNew(), false, 'our own is no other');
  for (const path of ['/proc/9/fd/5', '/proc/9/fd/6']) held.note(path, 7);
  assert.equal(held.hasNew(), true);
  assert.deepEqual([...held.byInode()], [[7, ['/proc/9/fd/5', '/proc/9/fd/6']]]);
  assert.equal(held.hasNew(), false);
  targets.set('/proc/9/fd/5', '/dev/null');
  assert.deepEqual([...held.byInode()], [[7, ['/proc/9/fd/6']]]);
  targets.clear();
  assert.deepEqual([...held.byInode()], []);
});
