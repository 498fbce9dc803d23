import assert from 'node:assert/strict';
import {test} from 'node:test';
import {forOnePoll} from '../../../source/cli/commands/one-poll.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import {snapshot} from '../../helpers/build.ts';

function opened(): {readonly source: Collector; readonly calls: readonly string[]} {
  const calls: string[] = [];
  const source: Collector = {
    id: 'netlink',
    poll: async () => {
      calls.push('poll');
      return snapshot([]);
    },
    close: () => void calls.push('close'),
  };
  return {source, calls};
}

test('the source polls once and is closed once', async () => {
  const {source, calls} = opened();
  const collector = forOnePoll(source);
  assert.equal(collector.id, 'netlink');
  assert.deepEqual(await collector.poll(), snapshot([]));
  collector.close();
  collector.close();
  assert.deepEqual(calls, ['poll', 'close']);
  assert.throws(() => collector.poll(), /polls once/);
});

test('once it is closed, nothing holds the source', async () => {
  let isHeld = true;
  const registry = new FinalizationRegistry(() => {
    isHeld = false;
  });
  const collector = (() => {
    const {source} = opened();
    registry.register(source, null);
    return forOnePoll(source);
  })();
  await collector.poll();
  collector.close();
  const garbage: unknown[] = [];
  for (let round = 0; isHeld && round < 2000; round++) {
    // Without --expose-gc, memory is collected where more is asked for.
    garbage.push(new Array(100_000).fill(round));
    if (garbage.length > 20) garbage.length = 0;
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.ok(!isHeld);
  assert.equal(collector.id, 'netlink');
});
