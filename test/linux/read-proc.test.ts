import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reasonOf} from '../../source/linux/read-proc.ts';

test('each error of /proc has its reason', () => {
  assert.equal(reasonOf('ENOENT', true), 'exited');
  assert.equal(reasonOf('ESRCH', false), 'exited');
  assert.equal(reasonOf('EACCES', false), 'needs-root');
  assert.equal(reasonOf('EPERM', true), 'refused');
  assert.equal(reasonOf('EIO', true), 'not-collected');
});
