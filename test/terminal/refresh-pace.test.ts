import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Event} from '../../source/app/state/event.ts';
import {interval, startLoop} from './start-loop.ts';

test('polls take a fifth of a core: one that takes much CPU time delays the next, by ten seconds at most', async t => {
  const {begun, finish, pass, events} = startLoop(t);
  const paceOf = (event: Event | undefined) => (event?.type === 'polled' ? event.pace : null);
  await finish(400, 3000);
  assert.equal(paceOf(events.at(-1)), undefined, 'the first one');
  await pass(interval - 400);
  assert.equal(begun(), 2);
  await finish(400, 499);
  assert.equal(paceOf(events.at(-1)), undefined, 'no costly one');
  await pass(interval - 400);
  await finish(500, 900);
  assert.equal(paceOf(events.at(-1)), 4.5);
  await pass(3999);
  assert.equal(begun(), 3);
  await pass(1);
  assert.equal(begun(), 4);
  await finish(5000, 8000);
  assert.equal(paceOf(events.at(-1)), 15);
  await pass(10_000);
  assert.equal(begun(), 5);
});

test('evidence that comes in waits for the next poll, unless that one is far off', async t => {
  const {begun, finish, pass, bringEvidence} = startLoop(t);
  await finish(500, 500);
  bringEvidence();
  assert.equal(begun(), 1);
  await pass(2000);
  await finish(500, 900);
  bringEvidence();
  assert.equal(begun(), 3);
});
