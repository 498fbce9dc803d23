import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {State} from '../../../source/app/state/state.ts';
import {initialState} from '../../../source/app/state/state.ts';
import {columnWidths} from '../../../source/app/table/column-widths.ts';
import {verifyCommands} from '../../../source/judge/verify.ts';
import {owner, showAll, socket} from '../../helpers/build.ts';
import {act, exampleSnapshot, exampleSockets, exampleState, play, settingsOf} from '../../helpers/example-host.ts';
import {cursorOf, key, listed, listOf, poll, press} from '../../helpers/listing.ts';

const sockets = [
  socket(key(443), owner('/usr/sbin/nginx'), {recvQueue: 3}),
  socket(key(80), owner('/usr/sbin/apache2'), {recvQueue: 1}),
  socket('tcp LISTEN 127.0.0.1:25', owner('/tmp/x')),
  socket('udp UNCONN 0.0.0.0:9999'),
  socket(key(2001), owner('/usr/sbin/nginx')),
];
const list = listOf(sockets);
const wide = play(list, {type: 'resized', size: {columns: 200, rows: 24}});
const groups = (state: State): readonly string[] => (state.list?.groups ?? []).map(({id}) => id);

test('s and < step through the columns on the screen, and start again after the last', () => {
  for (const state of [list, wide]) {
    const shown = columnWidths(state.size.columns, 0).map(({column}) => column.id);
    const columnOf = ({sort}: State): string => sort?.column ?? 'verdict';
    const forth = [state];
    for (const _ of shown) forth.push(press(forth.at(-1) ?? state, 'next-sort'));
    assert.deepEqual(forth.map(columnOf), [...shown, 'verdict']);
    assert.equal(forth.at(-1)?.sort, null);
    assert.equal(columnOf(press(state, 'previous-sort')), shown.at(-1));
    assert.equal(press(state, 'next-sort', 'previous-sort').sort, null);
  }
  assert.ok(!columnWidths(80, 0).some(({column}) => column.id === 'recvq'), 'at 80 columns some are not there');
});

test('the first s changes the order of the rows', () => {
  const mixed = listOf([
    socket('udp UNCONN 0.0.0.0:9998', owner('/tmp/x')),
    socket('raw UNCONN 0.0.0.0:9999', owner('/tmp/x')),
  ]);
  assert.notDeepEqual(listed(press(mixed, 'next-sort')), listed(mixed));
});

test('a column that has left the screen still sorts; the next key takes the first or last on the screen', () => {
  const byQueue: State = {...wide, sort: {column: 'recvq', reversed: false}};
  const typeFilter = play(byQueue, {type: 'resized', size: {columns: 80, rows: 24}});
  assert.equal(typeFilter.sort?.column, 'recvq');
  assert.equal(press(typeFilter, 'next-sort').sort, null);
  assert.equal(press(typeFilter, 'previous-sort').sort?.column, 'why');
});

test('sorting orders the rows of each group, and the cursor stays on its socket', () => {
  const at = press(list, 'next');
  const sorted = press({...at, sort: {column: 'proto', reversed: false}}, 'next-sort', 'next-sort');
  assert.equal(sorted.sort?.column, 'owner');
  assert.deepEqual(listed(sorted).slice(0, 4), ['LISTEN', key(80), key(443), 'tcp LISTEN 127.0.0.1:25']);
  assert.equal(cursorOf(sorted), cursorOf(at));
  assert.deepEqual(listed(poll(sorted, sockets.toReversed())), listed(sorted), 'over polls');
});

test('S reverses the order; the usual one begins with the verdict', () => {
  const byOwner = press({...list, sort: {column: 'proto', reversed: false}}, 'next-sort', 'next-sort');
  const reversed = press(byOwner, 'reverse-sort');
  assert.deepEqual(listed(reversed).slice(0, 4), ['LISTEN', 'tcp LISTEN 127.0.0.1:25', key(443), key(80)]);
  assert.deepEqual(listed(press(reversed, 'reverse-sort')), listed(byOwner));
  assert.deepEqual(press(list, 'reverse-sort').sort, {column: 'verdict', reversed: true});
  assert.equal(press(list, 'reverse-sort', 'reverse-sort').sort, null);
  assert.deepEqual(listed(press(list, 'reverse-sort')).slice(0, 2), ['LISTEN', key(80)]);
});

test('v groups by state, verdict, process, exposure, service and peer, then by state; V the other way round', () => {
  const folded = press(list, 'fold-all');
  const seen = [folded];
  for (let step = 0; step < 6; step++) seen.push(press(seen.at(-1) ?? list, 'regroup'));
  assert.deepEqual(
    seen.map(state => state.grouping),
    ['state', 'verdict', 'process', 'exposure', 'service', 'peer', 'state'],
  );
  assert.equal(press(list, 'regroup-back', 'regroup-back').grouping, 'service');
  assert.deepEqual(seen.map(groups)[1], ['SUSPECT', 'LEARN']);
  assert.deepEqual(seen.map(groups)[2], ['apache2', 'nginx', 'x', 'owner: needs root']);
  assert.deepEqual(seen.map(groups)[3], ['EVERY ADDRESS', 'PRIVATE ADDRESSES', 'LOOPBACK']);
  for (const state of seen.slice(1)) {
    assert.equal(state.folded.size, 0);
    assert.equal(listed(state).length, groups(state).length + sockets.length);
  }
});

test('regrouping keeps the cursor on its socket', () => {
  const at = press(list, 'last');
  for (const state of [press(at, 'regroup'), press(at, 'regroup', 'regroup')]) assert.equal(cursorOf(state), key(2001));
});

test('t and u limit the list to TCP and UDP, both together, and lift the limits', () => {
  const kinds = (...actions: Parameters<typeof press>[1][]): string =>
    [...new Set(listed(press(list, ...actions)).flatMap(each => each.match(/^(tcp|udp) /)?.[1] ?? []))].join();
  assert.equal(kinds(), 'tcp,udp');
  assert.equal(kinds('tcp'), 'tcp');
  assert.equal(kinds('udp'), 'udp');
  assert.equal(kinds('tcp', 'udp'), 'tcp,udp');
  assert.equal(kinds('tcp', 'udp', 'tcp'), 'udp');
  assert.equal(kinds('udp', 'udp'), 'tcp,udp');
});

test('P shows numbers instead of names, and a word of the filter searches the numbers', () => {
  const numbers = press(wide, 'service-names');
  assert.deepEqual([wide.settings.numeric, numbers.settings.numeric], [false, true]);
  const searched = (state: State): number =>
    listed(play(press(state, 'filter'), {type: 'typed', text: 'https'})).length;
  assert.deepEqual([searched(wide), searched(numbers)], [2, 0]);
  assert.equal(press(numbers, 'service-names').settings.numeric, false);
});

test('y copies the first command that checks the socket, in the list and in its detail; on a heading nothing', () => {
  const row = list.list?.groups[0]?.rows[0];
  assert.ok(row);
  const effect = {type: 'copy', text: verifyCommands(row)[0]};
  assert.equal(cursorOf(list), row.socket.key);
  assert.deepEqual(act(list, 'copy')[1], [effect]);
  assert.deepEqual(act(press(list, 'open'), 'copy')[1], [effect]);
  assert.deepEqual(act(press(list, 'first'), 'copy')[1], []);
});

test('x opens the prompt for the file format; j and c write the shown rows in their order, and Esc nothing', () => {
  const shown = press(list, 'tcp', 'regroup');
  const prompted = press(shown, 'export');
  assert.equal(prompted.mode.at, 'export');
  for (const [action, format] of [
    ['export-json', 'json'],
    ['export-csv', 'csv'],
  ] as const) {
    const [after, [effect, ...others]] = act(prompted, action);
    assert.ok(effect?.type === 'export' && others.length === 0);
    assert.equal(effect.format, format);
    const rows = (shown.list?.groups ?? []).flatMap(group => group.rows);
    assert.deepEqual(effect.rows, rows);
    assert.equal(effect.rows.length, 4);
    assert.equal(effect.summary.sockets, 4);
    assert.equal(after.mode.at, 'list');
  }
  assert.deepEqual(act(prompted, 'escape'), [press(shown), []]);
  assert.deepEqual(act(prompted, 'next'), [prompted, []], 'other keys do nothing');
});

test('closed rows are not written; before the first poll there is nothing to write', () => {
  const closed = poll(list, sockets.slice(1));
  assert.ok(listed(closed).includes(key(443)));
  const [, [effect]] = act(press(closed, 'export'), 'export-json');
  assert.ok(effect?.type === 'export');
  assert.deepEqual(effect.rows.map(({socket: each}) => each.key).includes(key(443)), false);
  const waiting = initialState(settingsOf(), list.size, showAll, 0);
  assert.equal(press(waiting, 'export').mode.at, 'list');
});

test('H opens the sockets that closed, and scrolls them', () => {
  const closed = press(poll(exampleState({columns: 80, rows: 10}), []), 'closed');
  assert.deepEqual(closed.mode, {at: 'closed', scroll: 0});
  const end = press(closed, 'last');
  assert.deepEqual(end.mode, {at: 'closed', scroll: exampleSockets.length + 1 - 8});
  assert.deepEqual(press(end, 'page-down').mode, end.mode);
  assert.deepEqual(press(end, 'help', 'back').mode, end.mode);
  assert.equal(press(end, 'back').mode.at, 'list');
});

test('the detail of a closed socket shows the time since when', () => {
  const closed = poll(list, sockets.slice(1));
  const at = press(closed, 'first', 'next', 'next', 'next');
  assert.equal(cursorOf(at), key(443));
  const {mode} = press(at, 'open');
  assert.ok(mode.at === 'detail');
  assert.equal(mode.closedAt, exampleSnapshot.takenAt + 2000);
});
