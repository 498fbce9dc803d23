import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hasHidepid, readVisibility} from '../../../source/collect/owners/visibility.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';
import {createFakeProc} from './fake-proc.ts';

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

test('to root, a /proc without process 1 is told from one that is not mounted; hidepid counts without root', t => {
  const proc = createFakeProc(t);
  const hidesOf = (euid: number): string | null => readVisibility(realFiles, proc.root, euid).hides;
  proc.write('self/mounts', mounts(',hidepid=2').replace(' /proc ', ` ${proc.root} `));
  proc.add({pid: 1});
  assert.deepEqual([hidesOf(0), hidesOf(1000)], [null, 'hidepid']);
  proc.remove(1);
  assert.deepEqual([hidesOf(0), hidesOf(1000)], ['no-first', 'hidepid']);
  assert.equal(readVisibility(realFiles, `${proc.root}/nowhere`, 0).hides, 'no-procfs');
});
