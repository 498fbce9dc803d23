import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Event} from '../../../source/app/state/event.ts';
import {trusted} from '../../../source/domain/text.ts';
import {listColumns} from '../../../source/screens/list/list-body.ts';
import {owner, socket} from '../../helpers/build.ts';
import {exampleState, play} from '../../helpers/example-host.ts';
import {listed, poll, press} from '../../helpers/listing.ts';

const long = socket('tcp LISTEN 0.0.0.0:9999', owner('/usr/lib/systemd/systemd-resolved'));
const short = Array.from({length: 30}, (_, index) =>
  socket(`tcp LISTEN 0.0.0.0:${1000 + index}`, owner('/usr/bin/nc')),
);
const list = exampleState({columns: 120, rows: 16}, [...short, long]);
const ownerCells = (state: typeof list): number =>
  listColumns(state).find(({column}) => column.id === 'owner')?.cells ?? 0;
const whole = 'systemd-resolved/812'.length;
const type = (text: string): Event => ({type: 'typed', text});

test('a column grows for a row that comes to the screen, and keeps its width when the row leaves', () => {
  assert.equal(listed(list).at(-1), long.key);
  assert.equal(ownerCells(list), 13, 'the row is not on the screen yet');
  const end = press(list, 'last');
  assert.equal(ownerCells(end), whole);
  assert.equal(ownerCells(press(end, 'first')), whole, 'as one scrolls back');
  assert.equal(ownerCells(poll(poll(end, short), short)), whole, 'over polls');
});

test('the columns of a new query are as wide as its own rows need', () => {
  const end = press(list, 'last');
  assert.equal(ownerCells(play(press(end, 'filter'), type('port:1000'))), 13);
  assert.equal(ownerCells(play(press(end, 'filter'), type('port:9999'))), whole);
  assert.equal(ownerCells(press(press(end, 'first'), 'service-names')), 13);
});

test('another width of the terminal measures columns again; a greater height only lets them grow', () => {
  const back = press(list, 'last', 'first');
  assert.equal(ownerCells(play(back, {type: 'resized', size: {columns: 110, rows: 16}})), 13);
  assert.equal(ownerCells(play(list, {type: 'resized', size: {columns: 120, rows: 50}})), whole);
});

test('a group that is folded brings the rows below it to the screen', () => {
  const below = exampleState({columns: 120, rows: 16}, [
    ...short,
    socket('udp UNCONN 0.0.0.0:9999', owner('/usr/lib/systemd/systemd-resolved')),
  ]);
  assert.equal(ownerCells(below), 13);
  assert.equal(ownerCells(press(below, 'fold')), whole);
});

test('a column grows for the name of a peer once known, and shrinks when addresses are shown again', () => {
  const address = '203.0.113.9';
  const connection = socket(`tcp ESTABLISHED 10.0.0.5:40000 ${address}:443`, owner('/usr/bin/nc'));
  const peerCells = (state: typeof list): number =>
    listColumns(state).find(({column}) => column.id === 'peer')?.cells ?? 0;
  const shown = press(exampleState({columns: 120, rows: 16}, [connection]), 'host-names');
  const name = trusted('a-name.of-some-length.example');
  const named = play(shown, {type: 'host-named', address, name});
  assert.deepEqual([peerCells(shown), peerCells(named)], [21, `~${name}:443`.length]);
  assert.equal(peerCells(press(named, 'host-names')), 21);
});

test('where no row is wider, the widths are the same object: no line is drawn again', () => {
  const paused = press(list, 'pause');
  assert.equal(paused.naturalWidths, list.naturalWidths);
  assert.equal(press(list, 'next').naturalWidths, list.naturalWidths);
});
