import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mapSnapshots} from '../../source/collect/map-snapshots.ts';
import type {Collector} from '../../source/domain/snapshot.ts';
import {trusted} from '../../source/domain/text.ts';
import {snapshot} from '../helpers/build.ts';

let closed = 0;
const bare: Collector = {id: 'procfs', poll: async () => snapshot([]), close: () => void closed++};
const quick: Collector = {...bare, quickSnapshot: async () => snapshot([])};
const marked = (collector: Collector): Collector =>
  mapSnapshots(collector, (taken, kind) => ({...taken, host: trusted(kind)}));

test('the snapshots of both kinds are changed', async () => {
  const collector = marked(quick);
  assert.equal((await collector.poll()).host, 'poll');
  assert.equal((await collector.quickSnapshot?.())?.host, 'quick');
});

test('a collector without quick snapshots has none afterwards', () => {
  assert.equal('quickSnapshot' in marked(bare), false);
});

test('the rest of the collector stays', () => {
  const collector = marked(quick);
  assert.equal(collector.id, 'procfs');
  collector.close();
  assert.equal(closed, 1);
});
