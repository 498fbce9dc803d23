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

const pollAfter = (state: State, milliseconds: number, all: readonly Socket[]): State =>
  poll(state, all, exampleSnapshot.takenAt + milliseconds);
const footerOf = (state: State): string =>
  sinceSpans(state)
    .map(({text}) => text)
    .join('');
const footer = (state: State): string => lineText(toScreen(state).below.at(-1) ?? {spans: []}).trimEnd();

const opened = [...sockets, socket(key(993)), socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/x'))];

test('sockets that began to differ from the baseline are counted too', () => {
  const {at, ...nothing} = list.sinceKey;
  const away = (drifted: number): string =>
    footerOf({...list, now: at + 3 * minute, sinceKey: {at, ...nothing, drifted}});
  assert.equal(away(0), '');
  assert.equal(away(2), 'in 3 min without a key: 0 opened, 0 closed, 2 drifted or new to the baseline');
});

test('after a minute without a key a line counts opened, closed and suspect sockets', () => {
  const away = pollAfter(pollAfter(list, minute, opened), 3 * minute, opened.slice(1));
  assert.equal(footerOf(away), 'in 3 min without a key: 2 opened, 1 closed, 1 turned suspect');
  assert.equal(footer(away), footerOf(away));
});

test('an open socket that turned suspect counts; one that stays suspect does not count again', () => {
  const turned = sockets.map(each => (each.key === key(80) ? {...each, owner: owner('/tmp/x')} : each));
  const away = pollAfter(pollAfter(list, minute, turned), 2 * minute, turned);
  assert.equal(footerOf(away), 'in 2 min without a key: 0 opened, 0 closed, 1 turned suspect');
});

test('before a minute, and without changes, there is no such line', () => {
  assert.equal(footerOf(pollAfter(list, minute - 10, opened)), '');
  assert.equal(footerOf(pollAfter(list, 10 * minute, sockets)), '');
});

test('any key removes the line, and the count starts again', () => {
  const away = pollAfter(list, 2 * minute, opened);
  for (const back of [press(away, 'next'), play(press(away, 'filter'), {type: 'typed', text: 'x'})]) {
    assert.equal(footerOf(back), '');
    assert.equal(footerOf(pollAfter(back, 4 * minute, sockets)), 'in 2 min without a key: 0 opened, 2 closed');
  }
});

test('changes during a pause are shown when it ends', () => {
  const paused = press(list, 'pause');
  const resumed = press(play(paused, {type: 'ticked', now: exampleSnapshot.takenAt + 5 * minute}), 'pause');
  assert.equal(
    footerOf(pollAfter(resumed, 5 * minute, opened)),
    'in 5 min without a key: 2 opened, 0 closed, 1 turned suspect',
  );
  assert.equal(footerOf(press(pollAfter(resumed, 5 * minute, opened), 'next')), '');
});

test('a notice replaces the keys until the next key press', () => {
  const notified = play(list, {type: 'notified', notice: trusted('wrote /tmp/portwatch.json')});
  assert.equal(footer(notified), 'wrote /tmp/portwatch.json');
  assert.match(footer(press(notified, 'next')), /q quit/);
  const both = pollAfter(notified, 2 * minute, opened);
  assert.equal(footer(both), 'wrote /tmp/portwatch.json', 'a notice comes before the changes since the last key');
  assert.match(footer(press(both, 'help')), /q back/);
});

test('a notice is shown on a page over the list too, and is cut where it does not fit', () => {
  const detail = play(press(list, 'open'), {type: 'notified', notice: trusted(`sent: ${'x'.repeat(200)}`)});
  assert.equal(footer(detail).length, 80);
  assert.ok(footer(detail).startsWith('sent: xxx'));
});

test('a socket that is suspect once its pending owner is known did not turn suspect', () => {
  const glance = [socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/x'))].map(each => ({
    ...each,
    owner: hidden('pending'),
  }));
  const read = [{...glance[0], owner: owner('/tmp/x')} as Socket];
  assert.equal(footerOf(pollAfter(pollAfter(listOf(glance), 1, read), 2 * minute, read)), '');
});
