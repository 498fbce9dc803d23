import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bytesText} from '../../../source/screens/text/bytes.ts';
import {clockTime, dateTime, duration} from '../../../source/screens/text/time.ts';

const second = 1000;
const hour = 3600 * second;

const durations: readonly (readonly [milliseconds: number, text: string])[] = [
  [-5000, '0 s'],
  [0, '0 s'],
  [499, '0 s'],
  [1500, '2 s'],
  [119 * second, '119 s'],
  [120 * second, '2 min'],
  [119 * 60 * second, '119 min'],
  [2 * hour, '2 h'],
  [47 * hour, '47 h'],
  [48 * hour, '2 d'],
  [1000 * 24 * hour, '1000 d'],
];

for (const [milliseconds, text] of durations) {
  test(`${milliseconds} ms are written as ${text}`, () => assert.equal(duration(milliseconds), text));
}

test('times are written with two digits, dates as in ISO 8601', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5);
  assert.equal(clockTime(at), '03:04:05');
  assert.equal(dateTime(at), '2026-01-02 03:04:05');
});

const sizes: readonly (readonly [bytes: number, text: string])[] = [
  [0, '0 B'],
  [0.4, '0 B'],
  [950, '950 B'],
  [999.6, '1.0 kB'],
  [1000, '1.0 kB'],
  [1234, '1.2 kB'],
  [9960, '10 kB'],
  [34_000_000, '34 MB'],
  [999_900, '1.0 MB'],
  [5e15, '5000 TB'],
];

for (const [bytes, text] of sizes) {
  test(`${bytes} bytes are written as ${text}`, () => assert.equal(bytesText(bytes), text));
}
