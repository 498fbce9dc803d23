import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readLoad} from '../../source/collect/host-load.ts';

test('this system has a load', async () => {
  const {load1, cpuPercent, memoryPercent, interfaces} = await readLoad();
  assert.ok(load1 >= 0);
  assert.ok(cpuPercent >= 0 && cpuPercent <= 100);
  assert.ok(memoryPercent !== null && memoryPercent > 0 && memoryPercent < 100);
  for (const {name, rxPerSecond} of interfaces) {
    assert.notEqual(name, 'lo');
    assert.ok(rxPerSecond === null || rxPerSecond >= 0);
  }
});
