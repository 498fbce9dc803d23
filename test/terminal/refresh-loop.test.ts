import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import type {Event} from '../../source/app/state/event.ts';
import {preparePoll} from '../../source/app/state/prepare-poll.ts';
import type {Collector, Snapshot} from '../../source/domain/snapshot.ts';
import {finish} from '../../source/domain/task.ts';
import {quickPoll, type RefreshLoop, startRefreshLoop} from '../../source/terminal/refresh-loop.ts';
import {snapshot, socket} from '../helpers/build.ts';
import {exampleState} from '../helpers/example-host.ts';

const interval = 2000;

type Bench = {
  readonly loop: RefreshLoop;
  readonly events: readonly Event[];
  /** Polls that were begun, and the most that ran at one time. */
  readonly begun: () => number;
  readonly mostAtOnce: () => number;
  /** Ends the poll under way after it took so long, and so much CPU time. */
  readonly finish: (took?: number, cpu?: number) => Promise<void>;
  readonly bringEvidence: () => void;
  readonly fail: (error: unknown) => Promise<void>;
  readonly pass: (milliseconds: number) => Promise<void>;
};

const state = exampleState({columns: 80, rows: 24}, []);
const prepare = async (taken: Snapshot) => finish(preparePoll(() => state, taken));

/** A loop over a collector that polls as long as the test wants, on a clock that the test moves. */
function start(t: TestContext, every: number | null = interval): Bench {
  t.mock.timers.enable({apis: ['setTimeout']});
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const events: Event[] = [];
  const running: PromiseWithResolvers<Snapshot>[] = [];
  let begun = 0;
  let mostAtOnce = 0;
  const poll = (): Promise<Snapshot> => {
    const result = Promise.withResolvers<Snapshot>();
    running.push(result);
    begun++;
    mostAtOnce = Math.max(mostAtOnce, running.length);
    return result.promise;
  };
  const pass = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
    await turn();
  };
  const end = async (settle: (result: PromiseWithResolvers<Snapshot>) => void): Promise<void> => {
    const result = running.shift();
    assert.ok(result, 'a poll is under way');
    settle(result);
    await turn();
  };
  let cpu = 0;
  let hear = (): void => {};
  const onEvidence = (listener: () => void): void => {
    hear = listener;
  };
  const collector: Collector = {id: 'procfs', poll, onEvidence, close: () => {}};
  const loop = startRefreshLoop(
    collector,
    every,
    event => events.push(event),
    prepare,
    () => cpu,
  );
  return {
    loop,
    events,
    begun: () => begun,
    mostAtOnce: () => mostAtOnce,
    bringEvidence: () => hear(),
    finish: async (took = 0, used = 0) => {
      cpu += used;
      await pass(took);
      await end(({resolve}) => resolve(snapshot([])));
    },
    fail: error => end(({reject}) => reject(error)),
    pass,
  };
}

test('the loop polls at once, and then periodically', async t => {
  const {begun, finish, pass, events} = start(t);
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
  const {loop, finish, events} = start(t);
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
  const {loop, fail, events} = start(t);
  await fail(new Error('no table'));
  await loop.firstPoll;
  assert.equal(events[0]?.type, 'poll-failed');
});

test('a slow poll delays the next: two never overlap, and there is half an interval of rest', async t => {
  const {begun, finish, pass, mostAtOnce} = start(t);
  await pass(5 * interval);
  assert.equal(begun(), 1);
  await finish();
  await pass(interval / 2 - 1);
  assert.equal(begun(), 1);
  await pass(1);
  assert.equal(begun(), 2);
  assert.equal(mostAtOnce(), 1);
});

test('polls take a fifth of a core at most: one that takes much CPU time delays the next, by ten seconds at most', async t => {
  const {begun, finish, pass, events} = start(t);
  const paceOf = (event: Event | undefined) => (event?.type === 'polled' ? event.pace : null);
  await finish(400, 400);
  assert.equal(paceOf(events.at(-1)), undefined);
  await pass(interval - 400);
  assert.equal(begun(), 2);
  await finish(500, 900);
  assert.equal(paceOf(events.at(-1)), 4.5);
  await pass(3999);
  assert.equal(begun(), 2);
  await pass(1);
  assert.equal(begun(), 3);
  await finish(5000, 8000);
  assert.equal(paceOf(events.at(-1)), 15);
  await pass(10_000);
  assert.equal(begun(), 4);
});

test('evidence that comes in waits for the next poll, unless that one is far off', async t => {
  const {begun, finish, pass, bringEvidence} = start(t);
  await finish(500, 500);
  bringEvidence();
  assert.equal(begun(), 1);
  await pass(2000);
  await finish(500, 900);
  bringEvidence();
  assert.equal(begun(), 3);
});

test('a requested poll comes at once, and the next a whole interval later', async t => {
  const {loop, begun, finish, pass} = start(t);
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
  const {loop, begun, finish, mostAtOnce, events} = start(t);
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
  const {begun, fail, finish, pass, events} = start(t);
  await fail(new Error('no\ntable'));
  assert.equal(events[0]?.type === 'poll-failed' && events[0].message, 'no\\x0atable');
  await pass(interval);
  assert.equal(begun(), 2);
  await finish();
  assert.equal(events[1]?.type, 'polled');
});

test('a thrown value that is no error is reported too', async t => {
  const {fail, events} = start(t);
  await fail('nothing');
  assert.equal(events[0]?.type === 'poll-failed' && events[0].message, 'nothing');
});

test('paused, only requested polls run', async t => {
  const {loop, begun, finish, pass} = start(t);
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
  const {loop, begun, finish, pass, events} = start(t);
  loop.setPaused(true);
  await finish();
  assert.equal(events.length, 1);
  await pass(10 * interval);
  assert.equal(begun(), 1);
});

test('resumed, the loop polls at once and then as before', async t => {
  const {loop, begun, finish, pass} = start(t);
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
  const {loop, begun, finish, pass, events} = start(t);
  loop.stop();
  await finish();
  assert.deepEqual(events, []);
  loop.refreshNow();
  loop.setPaused(false);
  await pass(10 * interval);
  assert.equal(begun(), 1);
});

test('without an interval, polls come only on request', async t => {
  const {loop, begun, finish, pass} = start(t, null);
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
