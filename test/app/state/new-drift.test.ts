import assert from 'node:assert/strict';
import {test} from 'node:test';
import {initialState, type State} from '../../../source/app/state/state.ts';
import type {Baseline} from '../../../source/domain/baseline.ts';
import {type Evidence, noEvidence} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {hidden, owner, showAll, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {exampleSnapshot, settingsOf, update} from '../../helpers/example-host.ts';
import {press} from '../../helpers/listing.ts';

const shop = socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/shop'));
const other = {...shop, owner: owner('/usr/bin/nc')};
const added = socket('tcp LISTEN 0.0.0.0:9000', owner('/usr/bin/other'));
const baseline = baselineOf(listenerBlock(8443, {exe: trusted('/usr/bin/shop')}));

const start: State = initialState(settingsOf(), {columns: 80, rows: 24}, showAll, exampleSnapshot.takenAt);

/** The state after a poll, and the number of times that the bell rang. */
function poll(
  state: State,
  sockets: readonly Socket[],
  compared: Baseline | null = baseline,
  evidence: Evidence = noEvidence,
): readonly [State, number] {
  const takenAt = exampleSnapshot.takenAt + 2000 * (state.track.poll + 1);
  const taken: Snapshot = {...exampleSnapshot, takenAt, sockets, evidence, ...(compared && {baseline: compared})};
  const [next, effects] = update(state, {type: 'polled', snapshot: taken});
  return [next, effects.filter(({type}) => type === 'bell').length];
}

/** How often the bell rang at each poll. */
function rings(state: State, ...polls: readonly (readonly Socket[])[]): readonly number[] {
  const [sockets, ...others] = polls;
  if (!sockets) return [];
  const [next, rung] = poll(state, sockets);
  return [rung, ...rings(next, ...others)];
}

test('the bell rings once when something drifts, or a listener is new, and not at the first refresh', () => {
  assert.deepEqual(rings(start, [other], [other]), [0, 0], 'it had drifted before');
  assert.deepEqual(rings(start, [shop], [other], [other], [shop], [other]), [0, 1, 0, 0, 1]);
  assert.deepEqual(rings(start, [shop], [shop, added], [shop, added]), [0, 1, 0]);
});

test('it does not ring for the owners that the first screen did not know', () => {
  const pending = {...shop, owner: hidden('pending')};
  assert.deepEqual(rings(start, [pending], [other, added], [other, added]), [0, 0, 0]);
});

test('it does not ring for another baseline, and not where the setting is off', () => {
  const [compared] = poll(start, [shop, added], null);
  assert.equal(poll(compared, [shop, added])[1], 0);
  const [quiet] = poll({...start, settings: {...start.settings, bell: false}}, [shop]);
  assert.equal(poll(quiet, [other])[1], 0);
  assert.equal(poll(poll(start, [shop], null)[0], [other], null)[1], 0, 'without a baseline');
});

const bytes = baselineOf(listenerBlock(8443, {exe: trusted('/usr/bin/shop'), sha256: trusted('a'.repeat(64))}));
const pending = evidenceFor([shop.owner], {digest: unknown('pending'), package: unknown('pending')});
const read = evidenceFor([shop.owner], {digest: known(trusted('b'.repeat(64))), package: known(null)});

test('it does not ring for bytes that were replaced before the start and read a little later', () => {
  const [first] = poll(start, [shop], bytes, pending);
  const [second, rung] = poll(first, [shop], bytes, read);
  assert.deepEqual(second.list?.summary.acceptances.drifted, 1);
  assert.equal(rung, 0);
});

test('it rings for bytes that were replaced before a restart that was seen', () => {
  const [first] = poll(start, [], bytes);
  const [second, early] = poll(first, [shop], bytes, pending);
  assert.deepEqual([early, poll(second, [shop], bytes, read)[1]], [0, 1]);
});

test('sockets that drifted are counted since the last key', () => {
  const [before] = poll(start, [shop]);
  const [after] = poll(before, [other, added]);
  assert.equal(after.sinceKey.drifted, 2);
  assert.equal(press(after, 'next').sinceKey.drifted, 0);
});

test('the meaning of an acceptance is told when the first one is there, and at no other time', () => {
  const [none] = poll(start, [shop], null);
  assert.match(poll(press(none, 'next'), [shop])[0].notice ?? '', /^accepted: Δ now marks each listener/);
  assert.equal(poll(none, [shop])[0].notice, null, 'nobody pressed a key');
  const [some] = poll(start, [shop]);
  assert.equal(poll(press(some, 'next'), [shop], baselineOf(listenerBlock()))[0].notice, null, 'there was one before');
});
