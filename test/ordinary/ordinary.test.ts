import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {needs} from '../e2e/helpers/needs.ts';
import type {Entry} from './entry.ts';
import {knownFailures} from './known-failures.ts';
import {perform} from './perform.ts';
import {canBoot} from './stage.ts';
import {stageable, table, tableOfUnits} from './table.ts';

const form = process.env.ORDINARY === 'whole' ? 'whole' : 'short';
const options = {timeout: 180_000, ...needs('unshare', 'nsenter', 'mount', 'setpriv', 'script', 'python3', 'sshd')};

test('The table of ordinary work is whole', () => {
  const all = [...table, ...tableOfUnits];
  const ids = new Set(all.map(({id}) => id));
  assert.ok(all.length >= 100, `${all.length} entries`);
  assert.equal(ids.size, all.length, 'an id stands twice');
  for (const id of Object.keys(knownFailures)) assert.ok(ids.has(id), `${id} is no entry`);
  for (const {id, sockets} of all) assert.ok(sockets.length > 0, `${id} expects no socket`);
});

test(`Ordinary work is not suspect (${form} form)`, options, async t => {
  const entries = stageable(form);
  assert.ok(entries.length >= 45, `only ${entries.length} entries can be staged here`);
  await hold(t, entries);
});

const skip = canBoot() ? options.skip : 'needs systemd and control groups of version 2 that can be written to';
test('What systemd starts is not suspect', {...options, skip}, t => hold(t, stageable('whole', tableOfUnits)));

async function hold(t: TestContext, entries: readonly Entry[]): Promise<void> {
  const {results, others} = await perform(entries);

  for (const {entry, absent, noise, log} of results) {
    const {id, work, disputed} = entry;
    await t.test(`${id}: ${work}`, () => {
      assert.deepEqual(absent, [], `was not there: ${log}`);
      if (disputed) return;
      if (id in knownFailures) {
        assert.notDeepEqual(noise, [], `${id} is quiet: take it off the list of known failures`);
        return;
      }
      assert.deepEqual(
        noise.map(({socket, verdict, why}) => `${socket}: ${verdict}, ${why}`),
        [],
      );
    });
  }

  await t.test('nothing else on the stage is suspect', () => {
    assert.deepEqual(
      others.filter(({verdict}) => verdict === 'suspect').map(({socket, why}) => `${socket}: ${why}`),
      [],
    );
  });
}
