import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {hidden, owner, socket} from '../../helpers/build.ts';
import {play} from '../../helpers/example-host.ts';
import {cursorOf, key, listed, listOf, poll, pollUntilForgotten, press, rowOfCursor} from '../../helpers/listing.ts';

const ports = [80, 443, 993, 2001, 2002];
const sockets = ports.map(port => socket(key(port)));
const few = listOf(sockets);
const many = listOf(
  Array.from({length: 100}, (_, index) => socket(key(index + 100))),
  15,
);
const body = 10;

test('the list is made of headings and rows, the cursor on the first row', () => {
  assert.deepEqual(listed(few), ['LISTEN', key(80), key(443), key(993), 'ESTABLISHED', key(2001), key(2002)]);
  assert.equal(cursorOf(few), key(80));
});

const moves: readonly (readonly [actions: readonly Action[], to: string])[] = [
  [['next'], key(443)],
  [['next', 'next', 'next'], 'ESTABLISHED'],
  [['previous'], 'LISTEN'],
  [['previous', 'previous'], 'LISTEN'],
  [['last'], key(2002)],
  [['last', 'next'], key(2002)],
  [['last', 'first'], 'LISTEN'],
  [['next-group'], 'ESTABLISHED'],
  [['next-group', 'next-group'], 'ESTABLISHED'],
  [['last', 'next-group'], key(2002)],
  [['last', 'previous-group'], 'ESTABLISHED'],
  [['last', 'previous-group', 'previous-group'], 'LISTEN'],
  [['previous-group', 'previous-group'], 'LISTEN'],
];

for (const [actions, to] of moves) {
  test(`${actions.join(', ')} leads to ${to}`, () => assert.equal(cursorOf(press(few, ...actions)), to));
}

test('after a page down, one line of the last page is still shown; half a page is half of the body', () => {
  assert.equal(cursorOf(press(many, 'page-down')), key(100 + body - 1));
  assert.equal(cursorOf(press(many, 'half-down')), key(100 + body / 2));
  assert.equal(cursorOf(press(many, 'page-down', 'page-up')), key(100));
  assert.equal(cursorOf(press(many, 'half-down', 'half-down', 'half-up')), key(100 + body / 2));
  assert.equal(cursorOf(press(many, 'page-up')), 'LISTEN');
  const odd = {...many, size: {...many.size, rows: many.size.rows + 1}};
  assert.equal(cursorOf(press(odd, 'half-down')), key(100 + body / 2), 'of an odd body, the smaller half');
});

test('the list scrolls only as far as needed to show the cursor', () => {
  const down = press(many, ...Array<Action>(body).fill('next'));
  assert.deepEqual([down.top, rowOfCursor(down)], [2, body - 1]);
  const up = press(down, 'previous', 'previous');
  assert.deepEqual([up.top, rowOfCursor(up)], [2, body - 3]);
  assert.equal(press(many, 'last').top, 101 - body);
});

test('the cursor stays on its socket, and the socket on its line, when rows come and go above', () => {
  const at = press(many, 'last', 'page-up');
  const row = rowOfCursor(at);
  const came = poll(
    at,
    [...Array.from({length: 20}, (_, index) => socket(key(index + 10)))].concat(
      Array.from({length: 100}, (_, index) => socket(key(index + 100))),
    ),
  );
  assert.equal(cursorOf(came), cursorOf(at));
  assert.equal(rowOfCursor(came), row);
  const went = poll(
    came,
    Array.from({length: 70}, (_, index) => socket(key(index + 130))),
  );
  assert.equal(cursorOf(went), cursorOf(at));
  assert.equal(rowOfCursor(went), row);
});

test('at the top of the list new rows are shown: the list does not scroll away from them', () => {
  const came = poll(few, [socket(key(22)), ...sockets]);
  assert.equal(cursorOf(came), key(80));
  assert.equal(came.top, 0);
});

test('the cursor stays on its socket when the socket gets another verdict and moves', () => {
  const worse = poll(
    press(few, 'next', 'next'),
    sockets.map(each => (each.key === key(993) ? {...each, owner: owner('/tmp/x')} : each)),
  );
  assert.deepEqual(listed(worse).slice(0, 2), ['LISTEN', key(993)]);
  assert.equal(cursorOf(worse), key(993));
});

test('the cursor stays on its socket when the socket changes its state', () => {
  const at = press(few, 'last');
  const closing = poll(
    at,
    sockets.map(each => (each.key === key(2002) ? {...each, state: 'TIME_WAIT' as const} : each)),
  );
  assert.equal(cursorOf(closing), key(2002));
  assert.equal(listed(closing).at(-2), 'TIME_WAIT');
});

test('when a closed socket leaves the list, the cursor takes the next line in its place', () => {
  const without = (port: number) => sockets.filter(each => each.key !== key(port));
  assert.equal(cursorOf(poll(press(few, 'next'), without(443))), key(443), 'it is still shown');
  assert.equal(cursorOf(pollUntilForgotten(press(few, 'next'), without(443))), key(993));
  assert.equal(cursorOf(pollUntilForgotten(press(few, 'last'), without(2002))), key(2001));
  assert.equal(cursorOf(pollUntilForgotten(press(few, 'last'), sockets.slice(0, 1))), key(80));
});

test('without sockets there is no cursor, and with new ones it is on the first row', () => {
  const none = pollUntilForgotten(few, []);
  assert.deepEqual([none.cursor, none.top, listed(none)], [null, 0, []]);
  assert.equal(cursorOf(press(none, 'next', 'last', 'fold', 'open', 'next-group', 'lsof', 'fold-all')), null);
  assert.equal(cursorOf(poll(none, sockets)), key(80));
});

test('folding hides the rows of a state and puts the cursor on its heading', () => {
  const folded = press(few, 'next', 'fold');
  assert.deepEqual(listed(folded), ['LISTEN', 'ESTABLISHED', key(2001), key(2002)]);
  assert.equal(cursorOf(folded), 'LISTEN');
  assert.equal(cursorOf(press(folded, 'next')), 'ESTABLISHED');
  assert.deepEqual(listed(press(folded, 'unfold')), listed(few));
  assert.deepEqual(listed(press(folded, 'open')), listed(few));
  assert.deepEqual(listed(press(folded, 'open', 'open')), listed(folded));
});

test('a socket that changes to a folded state takes the cursor to the heading of that state', () => {
  const folded = press(few, 'last', 'fold', 'first', 'next');
  assert.equal(cursorOf(folded), key(80));
  const [first, ...others] = sockets;
  assert.ok(first);
  const connected = {...first, state: 'ESTABLISHED' as const};
  assert.equal(cursorOf(poll(folded, [connected, ...others])), 'ESTABLISHED');
});

test('all states fold at once; the cursor stays in its state', () => {
  const folded = press(few, 'last', 'fold-all');
  assert.deepEqual(listed(folded), ['LISTEN', 'ESTABLISHED']);
  assert.equal(cursorOf(folded), 'ESTABLISHED');
  assert.deepEqual(listed(press(folded, 'fold-all')), listed(few));
  assert.deepEqual(listed(press(few, 'fold', 'fold-all')), ['LISTEN', 'ESTABLISHED'], 'one that is open folds all');
});

test('a folded state stays folded over polls, and the cursor finds a place when the state disappears', () => {
  const folded = press(few, 'last', 'fold');
  assert.equal(listed(poll(folded, sockets)).length, 5);
  assert.equal(cursorOf(poll(folded, sockets)), 'ESTABLISHED');
  assert.equal(cursorOf(pollUntilForgotten(folded, sockets.slice(0, 3))), key(993));
});

test('hidden loopback rows are left out; a cursor on one of them takes the next line in its place', () => {
  const mixed = listOf([socket(key(80)), socket('tcp LISTEN 127.0.0.1:5432'), socket(key(2001))]);
  const on = press(mixed, 'next');
  assert.equal(cursorOf(on), 'tcp LISTEN 127.0.0.1:5432');
  const hidden = press(on, 'loopback');
  assert.deepEqual(listed(hidden), ['LISTEN', key(80), 'ESTABLISHED', key(2001)]);
  assert.equal(cursorOf(hidden), 'ESTABLISHED');
  assert.equal(hidden.list?.hiddenLoopback, 1);
  assert.deepEqual(listed(press(hidden, 'loopback')), listed(mixed));
  assert.equal(poll(hidden, []).typeFilter.hideLoopback, true, 'it stays hidden over polls');
});

test('loopback can be hidden before the first poll', () => {
  const early = press({...few, list: null, cursor: null}, 'loopback');
  assert.equal(early.typeFilter.hideLoopback, true);
});

test('another size keeps the cursor on the screen', () => {
  const far = press(many, 'last');
  for (const rows of [3, 1, 50, 200, 12]) {
    const resized = play(far, {type: 'resized', size: {columns: 80, rows}});
    assert.equal(cursorOf(resized), cursorOf(far));
    rowOfCursor(resized);
  }
});

test('the cursor stays on the first line while owners are pending, unless a key was pressed meanwhile', () => {
  const read = [socket('tcp LISTEN 0.0.0.0:7000'), socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/sshd'))];
  const glance = listOf(read.map(each => ({...each, owner: hidden('pending')})));
  assert.deepEqual(listed(glance).slice(1), [read[0]?.key, read[1]?.key], 'nobody is suspect yet');
  assert.equal(cursorOf(poll(glance, read)), read[1]?.key);
  assert.equal(cursorOf(poll(press(glance, 'next', 'previous'), read)), read[0]?.key);
});
