import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isSameProcess, readProcessStart} from '../../source/linux/process-start.ts';

test('the start of this process is read, and a process that has ended has none', async () => {
  const start = await readProcessStart(process.pid);
  assert.ok(start !== null && Math.abs(start - (Date.now() - process.uptime() * 1000)) < 5_000);
  assert.equal(await readProcessStart(1 << 25), null);
});

test('two starts of one pid are of one process where they differ by the rounding of btime, a second', () => {
  const start = 1_700_000_000_000;
  for (const off of [0, 1000, -1000]) assert.equal(isSameProcess(start, start + off), true, String(off));
  for (const off of [2000, -2000, 60_000]) assert.equal(isSameProcess(start, start + off), false, String(off));
});
