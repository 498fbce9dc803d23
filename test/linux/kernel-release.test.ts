import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isKernelSince} from '../../source/linux/kernel-release.ts';

test('releases of Linux are compared by their numbers', () => {
  const since = ['6.15.0', '6.15.0-rc1', '6.18.44-fc', '7.0.0', '10.1', '6.100.1-1-amd64'];
  const before = ['6.14.11', '6.9.3', '5.19.0', '4.18.0-553.el8_10.x86_64', '2.6.32', '', 'plan9'];
  assert.deepEqual(
    [...since, ...before].map(release => isKernelSince(release, 6, 15)),
    [...since.map(() => true), ...before.map(() => false)],
  );
});
