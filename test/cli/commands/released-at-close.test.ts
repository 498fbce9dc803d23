import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {releasedAtClose} from '../../../source/cli/commands/released-at-close.ts';
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

test('the source polls until it is closed, and is closed once', async () => {
  const {source, calls} = opened();
  const collector = releasedAtClose(source);
  assert.equal(collector.id, 'netlink');
  assert.deepEqual(await collector.poll(), snapshot([]));
  collector.close();
  collector.close();
  assert.deepEqual(calls, ['poll', 'close']);
  assert.throws(() => collector.poll(), /is closed/);
});

/** A full collection of garbage, which Node has under this flag alone. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  collect();
}

test('once it is closed, nothing holds the source', async () => {
  const open = () => {
    const {source} = opened();
    return {held: new WeakRef(source), collector: releasedAtClose(source)};
  };
  const {held, collector} = open();
  await collector.poll();
  collector.close();
  // A weak reference holds its object until the turn ends in which it was made or read.
  for (let turns = 0; turns < 20 && held.deref(); turns++) {
    await turn();
    collectGarbage();
  }
  assert.equal(held.deref(), undefined);
  assert.equal(collector.id, 'netlink');
});
