import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cpuBelow, isQuiet, noiseBetween, noiseRange, noiseText, parseCpuTimes} from './machine.ts';

test('the times of all cores are read: waiting for a disk is not busy, guests count once', () => {
  const text = 'cpu  100 20 30 4000 50 6 7 80 90 10\ncpu0 50 10 15 2000 25 3 3 40 45 5\n';
  assert.deepEqual(parseCpuTimes(text), {total: 42_930, busy: 1630, stolen: 800});
});

test('a text that is no /proc/stat is refused', () => {
  assert.throws(() => parseCpuTimes('MemTotal: 4 kB\n'), /begins with "MemTotal/);
  assert.throws(() => parseCpuTimes('cpu 1 2 3\n'), /begins with/);
});

test('others took what was busy without our own part', () => {
  const before = {total: 1000, busy: 100, stolen: 0};
  assert.deepEqual(noiseBetween(before, {total: 3000, busy: 900, stolen: 200}, 600), {others: 0.1, stolen: 0.1});
  // Ticks are counted at other moments for a process than for a core.
  assert.deepEqual(noiseBetween(before, {total: 3000, busy: 200, stolen: 0}, 110), {others: 0, stolen: 0});
});

test('from a tenth of the CPU time on, the table warns', () => {
  assert.equal(noiseText({others: 0.06, stolen: 0.03}), 'quiet');
  assert.equal(noiseText({others: 0.414, stolen: 0}), '**others 41 %**');
  assert.equal(noiseText({others: 0.03, stolen: 0.12}), '**others 3 %, stolen 12 %**');
  assert.ok(!isQuiet({others: 0, stolen: 0.1}));
});

test('what a process used counts with all that it started', () => {
  const processes = [
    {pid: 1, parent: 0, cpu: 1000},
    {pid: 20, parent: 1, cpu: 5},
    {pid: 30, parent: 20, cpu: 7},
    {pid: 31, parent: 30, cpu: 11},
    {pid: 40, parent: 1, cpu: 100},
  ];
  assert.equal(cpuBelow(20, processes), 23);
  assert.equal(cpuBelow(50, processes), 0);
});

test('a run is summed up with the least and the most that others took', () => {
  const quiet = {others: 0.01, stolen: 0};
  assert.match(noiseRange([quiet, {others: 0.3, stolen: 0.12}]), /took 1 to 42 % .*: 1 of 2 figures are not those/);
  assert.match(noiseRange([quiet, quiet]), /took 1 to 1 % of the CPU time of all cores\.$/);
});
