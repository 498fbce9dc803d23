import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHostLoadReader} from '../../source/collect/host-load.ts';

test('this system has a load', async () => {
  const {load1, cpuPercent, memoryPercent, interfaces} = await createHostLoadReader()();
  assert.ok(load1 >= 0);
  assert.ok(cpuPercent >= 0 && cpuPercent <= 100);
  assert.ok(memoryPercent !== null && memoryPercent > 0 && memoryPercent < 100);
  for (const {name, rxPerSecond} of interfaces) {
    assert.notEqual(name, 'lo');
    assert.ok(rxPerSecond === null || rxPerSecond >= 0);
  }
});

test('rates of traffic are since the reading before, so the first reading has none', async () => {
  const read = createHostLoadReader();
  const [first, second] = [await read(), await read()];
  if (process.platform !== 'linux') return;
  assert.ok(first.interfaces.every(({rxPerSecond}) => rxPerSecond === null));
  const known = new Set(first.interfaces.map(({name}) => name));
  for (const {name, rxPerSecond} of second.interfaces) if (known.has(name)) assert.notEqual(rxPerSecond, null);
});
