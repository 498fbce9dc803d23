import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hasHidepid} from '../../../source/collect/owners/visibility.ts';

const mounts = (options: string): string => `sysfs /sys sysfs rw 0 0\nproc /proc proc rw,nosuid${options} 0 0\n`;

test('every hidepid but 0 hides processes', () => {
  for (const value of ['1', '2', '4', 'noaccess', 'invisible', 'ptraceable']) {
    assert.equal(hasHidepid(mounts(`,hidepid=${value}`), '/proc'), true, value);
  }
  for (const options of ['', ',hidepid=0', ',hidepid=off', ',gid=4'])
    assert.equal(hasHidepid(mounts(options), '/proc'), false);
});

test('only the procfs that is read counts, and of several mounts the last', () => {
  assert.equal(hasHidepid(mounts(',hidepid=2'), '/other'), false);
  assert.equal(hasHidepid(mounts(',hidepid=2') + mounts(''), '/proc'), false);
});
