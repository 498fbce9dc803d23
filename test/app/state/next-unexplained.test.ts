import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {trusted} from '../../../source/domain/text.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {owner, socket} from '../../helpers/build.ts';
import {exampleSnapshot, exampleState, play} from '../../helpers/example-host.ts';
import {cursorOf, listed, listOf, poll, press, rowOfCursor} from '../../helpers/listing.ts';

const fine = (port: number) => socket(`tcp LISTEN 127.0.0.1:${port}`);
const learn = (port: number) => socket(`tcp LISTEN 0.0.0.0:${port}`);
const suspect = socket('udp UNCONN 0.0.0.0:514', owner('/usr/bin/nc'));
const another = socket('tcp ESTABLISHED 10.0.0.5:51002 203.0.113.9:6667', owner('/usr/bin/bash'));
const sockets = [learn(8080), learn(9090), fine(1000), fine(1001), suspect, another];
const list = listOf(sockets);

const steps = (action: Action, count: number, state = list): readonly (string | null)[] =>
  Array.from({length: count}, (_, index) => cursorOf(press(state, ...Array<Action>(index + 1).fill(action))));

const round = [suspect.key, another.key, learn(8080).key, learn(9090).key];

test('n steps through all suspect rows, then through all learn rows, then starts again', () => {
  assert.deepEqual(steps('next-unexplained', 5, press(list, 'first')), [...round, suspect.key]);
});

test('N steps the same way back', () => {
  assert.deepEqual(steps('previous-unexplained', 5, press(list, 'first')), [...round.toReversed(), round.at(-1)]);
});

test('the cursor starts on the worst row, wherever the list has it', () => {
  assert.equal(cursorOf(list), suspect.key);
});

test('from a learn row that no jump led to, the suspect rows come first; after a jump the round goes on', () => {
  const onLearn = press(list, 'first', 'next');
  assert.equal(cursorOf(onLearn), learn(8080).key);
  assert.deepEqual(steps('next-unexplained', 4, onLearn), round);
  assert.equal(cursorOf(press(list, 'next-unexplained')), another.key, 'from a suspect row to the next');
});

test('the folded group of the row is unfolded, and no other', () => {
  const folded = press(list, 'fold-all');
  const there = press(folded, 'next-unexplained');
  assert.equal(cursorOf(there), suspect.key);
  assert.deepEqual(listed(there), ['LISTEN', 'UNCONN', suspect.key, 'ESTABLISHED']);
});

test('the row is brought onto the screen', () => {
  const many = listOf([...Array.from({length: 60}, (_, index) => fine(2000 + index)), another], 12);
  const there = press(many, 'next-unexplained');
  assert.equal(cursorOf(there), another.key);
  assert.ok(rowOfCursor(there) >= 0);
});

test('where every row is explained the cursor stays, with a notice', () => {
  const clean = press(listOf([fine(1000), fine(1001)]), 'last');
  assert.equal(cursorOf(press(clean, 'next-unexplained', 'next-unexplained')), fine(1001).key);
  const stays = press(clean, 'previous-unexplained');
  assert.equal(cursorOf(stays), fine(1001).key);
  assert.equal(stays.notice, 'no row shown here is left to check');
  assert.equal(press(list, 'next-unexplained').notice, null);
});

test('a closed socket is passed over', () => {
  const closed = poll(press(list, 'first'), sockets.slice(0, 4));
  assert.ok(listed(closed).includes(suspect.key), 'it is still in the list');
  assert.deepEqual(steps('next-unexplained', 3, closed), [learn(8080).key, learn(9090).key, learn(8080).key]);
});

test('accepted rows are passed over, and the cursor does not start on one, however suspect it was', () => {
  const nc = listenerBlock(514, {
    proto: 'udp',
    exe: trusted('/usr/bin/nc'),
    failed: ['owner-program', 'owner-relay'].map(id => trusted(id)),
    note: trusted('log sink'),
  });
  const kept = [learn(8080), suspect, learn(9090)];
  const accepted = listenerBlock(8080, {lines: {first: 8, last: 12}});
  const state = play(exampleState({columns: 80, rows: 24}, []), {
    type: 'polled',
    snapshot: {...exampleSnapshot, baseline: baselineOf(nc, accepted), sockets: kept},
  });
  assert.equal(cursorOf(state), learn(9090).key, 'the first row of the list');
  assert.deepEqual(steps('next-unexplained', 2, press(state, 'first')), [learn(9090).key, learn(9090).key]);
  const none = play(state, {
    type: 'polled',
    snapshot: {...exampleSnapshot, baseline: baselineOf(nc, accepted), sockets: kept.slice(0, 2)},
  });
  assert.equal(press(none, 'next-unexplained').notice, 'no row shown here is left to check');
});
