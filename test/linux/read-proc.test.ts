import assert from 'node:assert/strict';
import {test} from 'node:test';
import {whyUnreadable} from '../../source/linux/read-proc.ts';

test('each error of /proc has its reason', () => {
  assert.equal(whyUnreadable('ENOENT', true), 'exited');
  assert.equal(whyUnreadable('ESRCH', false), 'exited');
  assert.equal(whyUnreadable('EACCES', false), 'needs-root');
  assert.equal(whyUnreadable('EPERM', true), 'refused');
  assert.equal(whyUnreadable('EIO', true), 'not-collected');
});
