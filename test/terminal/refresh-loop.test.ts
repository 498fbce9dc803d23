import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {quickPoll} from '../../source/terminal/refresh-loop.ts';
import {snapshot, socket} from '../helpers/build.ts';
import {interval, prepare, startLoop} from './start-loop.ts';

test('the loop polls at once, and then periodically', async t => {
  const {begun, finish, pass, events} = startLoop(t);
  for (let poll = 1; poll <= 4; poll++) {
    assert.equal(begun(), poll);
    await finish(10);
    assert.equal(events.length, poll);
    await pass(interval - 11);
    assert.equal(begun(), poll, 'not before its time');
    await pass(1);
  }
});

test('the first poll is reported once its event is dispatched', async t => {
  const {loop, finish, events} = startLoop(t);
  let dispatched = -1;
  void loop.firstPoll.then(() => {
    dispatched = events.length;
  });
  await turn();
  assert.equal(dispatched, -1);
  await finish();
  assert.equal(dispatched, 1);
});

test('a first poll that failed counts as the first poll', async t => {
  const {loop, fail, events} = startLoop(t);
  await fail(new Error('no table'));
  await loop.firstPoll;
  assert.equal(events[0]?.type, 'poll-failed');
});

test('a slow poll delays the next: two never overlap, and there is half an interval of rest', async t => {
  const {begun, finish, pass, mostAtOnce} = startLoop(t);
  await pass(5 * interval);
  assert.equal(begun(), 1);
  await finish();
  await pass(interval / 2 - 1);
  assert.equal(begun(), 1);
  await pass(1);
  assert.equal(begun(), 2);
  assert.equal(mostAtOnce(), 1);
});

test('a requested poll comes at once, and the next a whole interval later', async t => {
  const {loop, begun, finish, pass} = startLoop(t);
  await finish();
  await pass(interval / 2);
  loop.refreshNow();
  assert.equal(begun(), 2);
  await finish();
  await pass(interval / 2);
  assert.equal(begun(), 2, 'the timer of the poll before is off');
  await pass(interval / 2);
  assert.equal(begun(), 3);
});

test('a poll that is requested while one is under way comes right after it, and only once', async t => {
  const {loop, begun, finish, mostAtOnce, events} = startLoop(t);
  loop.refreshNow();
  loop.refreshNow();
  assert.equal(begun(), 1);
  await finish();
  assert.equal(begun(), 2);
  await finish();
  assert.equal(begun(), 2);
  assert.deepEqual([events.length, mostAtOnce()], [2, 1]);
});

test('a failed poll is reported in one line, and the loop continues', async t => {
  const {begun, fail, finish, pass, events} = startLoop(t);
  await fail(new Error('no\ntable'));
  assert.equal(events[0]?.type === 'poll-failed' && events[0].message, 'no\\x0atable');
  await pass(interval);
  assert.equal(begun(), 2);
  await finish();
  assert.equal(events[1]?.type, 'polled');
});

test('a thrown value that is no error is reported too', async t => {
  const {fail, events} = startLoop(t);
  await fail('nothing');
  assert.equal(events[0]?.type === 'poll-failed' && events[0].message, 'nothing');
});

test('paused, only requested polls run', async t => {
  const {loop, begun, finish, pass} = startLoop(t);
  await finish();
  loop.setPaused(true);
  await pass(10 * interval);
  assert.equal(begun(), 1);
  loop.refreshNow();
  assert.equal(begun(), 2);
  await finish();
  await pass(10 * interval);
  assert.equal(begun(), 2);
});

test('paused during a poll, the poll is still reported, and none follows', async t => {
  const {loop, begun, finish, pass, events} = startLoop(t);
  loop.setPaused(true);
  await finish();
  assert.equal(events.length, 1);
  await pass(10 * interval);
  assert.equal(begun(), 1);
});

test('resumed, the loop polls at once and then as before', async t => {
  const {loop, begun, finish, pass} = startLoop(t);
  await finish();
  loop.setPaused(true);
  await pass(interval);
  loop.setPaused(false);
  assert.equal(begun(), 2);
  await finish();
  await pass(interval);
  assert.equal(begun(), 3);
});

test('stopped, the loop never polls again, and a poll under way is not reported', async t => {
  const {loop, begun, finish, pass, events} = startLoop(t);
  loop.stop();
  await finish();
  assert.deepEqual(events, []);
  loop.refreshNow();
  loop.setPaused(false);
  await pass(10 * interval);
  assert.equal(begun(), 1);
});

test('without an interval, polls come only on request', async t => {
  const {loop, begun, finish, pass} = startLoop(t, null);
  await finish();
  await pass(100 * interval);
  assert.equal(begun(), 1);
  loop.refreshNow();
  assert.equal(begun(), 2);
});

test('a quick snapshot is prepared like any other; a failed one is reported; some sources have none', async () => {
  const taken = snapshot([socket('tcp LISTEN 0.0.0.0:22')]);
  const poll = async () => taken;
  const source = {id: 'procfs', poll, close: () => {}} as const;
  const event = await quickPoll({...source, quickSnapshot: poll}, prepare);
  assert.ok(event?.type === 'polled');
  assert.deepEqual([event.poll.list.snapshot, event.poll.assessed.rows.length], [taken, 1]);
  const failed = await quickPoll({...source, quickSnapshot: () => Promise.reject(new Error('no table'))}, prepare);
  assert.ok(failed?.type === 'poll-failed');
  assert.equal(failed.message, 'no table');
  assert.equal(await quickPoll(source, prepare), null);
});
