import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Event} from '../../source/state/event.ts';
import {listColumns} from '../../source/view/list-lines.ts';
import {owner, socket} from '../helpers/build.ts';
import {exampleState, play} from '../helpers/example-host.ts';
import {listed, look, press} from '../helpers/listing.ts';

const long = socket('tcp LISTEN 0.0.0.0:9999', owner('/usr/lib/systemd/systemd-resolved'));
const short = Array.from({length: 30}, (_, index) =>
  socket(`tcp LISTEN 0.0.0.0:${1000 + index}`, owner('/usr/bin/nc')),
);
const list = exampleState({columns: 120, rows: 16}, [...short, long]);
const ownerCells = (state: typeof list): number =>
  listColumns(state).find(({column}) => column.id === 'owner')?.cells ?? 0;
const whole = 'systemd-resolved/812'.length;
const type = (text: string): Event => ({type: 'typed', text});

test('a column grows for a row that comes to the screen, and stays as it is when that goes', () => {
  assert.equal(listed(list).at(-1), long.key);
  assert.equal(ownerCells(list), 13, 'the row is not on the screen yet');
  const end = press(list, 'last');
  assert.equal(ownerCells(end), whole);
  assert.equal(ownerCells(press(end, 'first')), whole, 'as one scrolls back');
  assert.equal(ownerCells(look(look(end, short), short)), whole, 'from look to look');
});

test('what is asked for anew is as wide as its own rows need', () => {
  const end = press(list, 'last');
  assert.equal(ownerCells(play(press(end, 'filter'), type('port:1000'))), 13);
  assert.equal(ownerCells(play(press(end, 'filter'), type('port:9999'))), whole);
  assert.equal(ownerCells(press(press(end, 'first'), 'service-names')), 13);
});

test('a terminal that became wider shows in the next screen what it has room for', () => {
  const wide = play(press(list, 'last'), {type: 'resized', size: {columns: 200, rows: 16}});
  assert.ok(ownerCells(wide) >= whole);
  const narrow = play(press(list, 'first'), {type: 'resized', size: {columns: 110, rows: 16}});
  assert.equal(ownerCells(narrow), 13);
});

test('where no row needs more, needs are the very ones of before: no line is drawn again', () => {
  const paused = press(list, 'pause');
  assert.equal(paused.needs, list.needs);
  assert.equal(press(list, 'next').needs, list.needs);
});
