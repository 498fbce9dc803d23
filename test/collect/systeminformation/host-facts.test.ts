import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readLoad} from '../../../source/collect/systeminformation/host-facts.ts';
import {osName, readOsName} from '../../../source/collect/systeminformation/os-name.ts';

test('the name of the system leaves out what is unknown or said already', () => {
  assert.equal(osName('Debian GNU/Linux', '12', 'linux'), 'Debian GNU/Linux 12');
  assert.equal(osName('Arch Linux', 'unknown', 'linux'), 'Arch Linux');
  assert.equal(osName('Fedora 41', '41', 'linux'), 'Fedora 41');
  assert.equal(osName('', '', 'linux'), 'linux');
  assert.equal(osName('Bad\x1b[8m', '', 'linux'), 'Bad\\x1b[8m');
});

test('this system has a name and a load', async () => {
  assert.notEqual(await readOsName(), '');
  const {load1, cpuPercent, interfaces} = await readLoad();
  assert.ok(load1 >= 0);
  assert.ok(cpuPercent >= 0 && cpuPercent <= 100);
  for (const {name, rxPerSecond} of interfaces) {
    assert.notEqual(name, 'lo');
    assert.ok(rxPerSecond === null || rxPerSecond >= 0);
  }
});
