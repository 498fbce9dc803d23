import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createTimeSlices, turnAfter} from '../../source/collect/time-slices.ts';

/** Whether other work has its turn while `pause` is awaited. */
async function hasTurn(pause: () => Promise<unknown> | undefined): Promise<boolean> {
  let done = false;
  setImmediate(() => {
    done = true;
  });
  await pause();
  return done;
}

test('work goes on at once within a slice, and the event loop has its turn after it', async () => {
  assert.equal(createTimeSlices(60_000).turn(), undefined);
  assert.equal(await hasTurn(() => createTimeSlices(0).turn()), true);
});

test('a new slice begins after the turn of the event loop', async t => {
  t.mock.method(performance, 'now', () => now);
  let now = 0;
  const slices = createTimeSlices(10);
  now = 10;
  const turn = slices.turn();
  now = 15;
  await turn;
  now = 24;
  assert.equal(slices.turn(), undefined);
  now = 25;
  assert.ok(slices.turn());
});

test('only a pass over many items is followed by a turn', async () => {
  assert.equal(await hasTurn(() => turnAfter(100)), false);
  assert.equal(await hasTurn(() => turnAfter(48_000)), true);
});
