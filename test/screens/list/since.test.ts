import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {State} from '../../../source/app/state/state.ts';
import {lineText} from '../../../source/domain/line.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {sinceSpans} from '../../../source/screens/list/since.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {hidden, owner, socket} from '../../helpers/build.ts';
import {exampleSnapshot, play} from '../../helpers/example-host.ts';
import {key, listOf, poll, press} from '../../helpers/listing.ts';

const sockets = [80, 443, 2001].map(port => socket(key(port)));
const list = listOf(sockets);
const minute = 60_000;

const lookAfter = (state: State, milliseconds: number, all: readonly Socket[]): State =>
  poll(state, all, exampleSnapshot.takenAt + milliseconds);
const said = (state: State): string =>
  sinceSpans(state)
    .map(({text}) => text)
    .join('');
const footer = (state: State): string => lineText(toScreen(state).below.at(-1) ?? {spans: []}).trimEnd();

const opened = [...sockets, socket(key(993)), socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/x'))];

test('after a minute without a key a line says what opened, closed and turned suspect', () => {
  const away = lookAfter(lookAfter(list, minute, opened), 3 * minute, opened.slice(1));
  assert.equal(said(away), 'in 3 min without a key: 2 opened, 1 closed, 1 turned suspect');
  assert.equal(footer(away), said(away));
});

test('a socket that was there and turned suspect counts, one that stays suspect does not count again', () => {
  const turned = sockets.map(each => (each.key === key(80) ? {...each, owner: owner('/tmp/x')} : each));
  const away = lookAfter(lookAfter(list, minute, turned), 2 * minute, turned);
  assert.equal(said(away), 'in 2 min without a key: 0 opened, 0 closed, 1 turned suspect');
});

test('before a minute, and where nothing happened, nothing is said', () => {
  assert.equal(said(lookAfter(list, minute - 10, opened)), '');
  assert.equal(said(lookAfter(list, 10 * minute, sockets)), '');
});

test('any key takes the line away, and counting begins anew', () => {
  const away = lookAfter(list, 2 * minute, opened);
  for (const back of [press(away, 'next'), play(press(away, 'filter'), {type: 'typed', text: 'x'})]) {
    assert.equal(said(back), '');
    assert.equal(said(lookAfter(back, 4 * minute, sockets)), 'in 2 min without a key: 0 opened, 2 closed');
  }
});

test('what happened during a pause is told when it ends', () => {
  const paused = press(list, 'pause');
  const resumed = press(play(paused, {type: 'ticked', now: exampleSnapshot.takenAt + 5 * minute}), 'pause');
  assert.equal(
    said(lookAfter(resumed, 5 * minute, opened)),
    'in 5 min without a key: 2 opened, 0 closed, 1 turned suspect',
  );
  assert.equal(said(press(lookAfter(resumed, 5 * minute, opened), 'next')), '');
});

test('what was just done stands in the place of the keys until the next one', () => {
  const told = play(list, {type: 'notified', notice: trusted('wrote /tmp/portwatch.json')});
  assert.equal(footer(told), 'wrote /tmp/portwatch.json');
  assert.match(footer(press(told, 'next')), /q quit/);
  const both = lookAfter(told, 2 * minute, opened);
  assert.equal(footer(both), 'wrote /tmp/portwatch.json', 'it is told before what happened meanwhile');
  assert.match(footer(press(both, 'help')), /q back/);
});

test('a notice on a page over the list is told there too, and is cut where it does not fit', () => {
  const detail = play(press(list, 'open'), {type: 'notified', notice: trusted(`sent: ${'x'.repeat(200)}`)});
  assert.equal(footer(detail).length, 80);
  assert.ok(footer(detail).startsWith('sent: xxx'));
});

test('a socket that turns out suspect once its owner is read did not turn suspect', () => {
  const glance = [socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/x'))].map(each => ({
    ...each,
    owner: hidden('pending'),
  }));
  const read = [{...glance[0], owner: owner('/tmp/x')} as Socket];
  assert.equal(said(lookAfter(lookAfter(listOf(glance), 1, read), 2 * minute, read)), '');
});
