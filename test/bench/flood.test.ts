import assert from 'node:assert/strict';
import {test} from 'node:test';
import {roomFor} from './flood.ts';

const loadavg = '0.20 0.18 0.12 1/400 11206\n';

test('a flood leaves the machine room for other processes', () => {
  assert.equal(roomFor(50_000, {pidMax: 4_194_304, threadsMax: 192_000}, loadavg), 50_000);
  assert.equal(roomFor(50_000, {pidMax: 32_768, threadsMax: 192_000}, loadavg), 28_272);
  assert.equal(roomFor(100_000, {pidMax: 4_194_304, threadsMax: 64_000}, loadavg), 59_504);
  assert.equal(roomFor(100_000, {pidMax: 4000, threadsMax: 64_000}, loadavg), 1);
});
