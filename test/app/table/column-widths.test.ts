import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {State} from '../../../source/app/state/state.ts';
import {columnIds, columnWidths} from '../../../source/app/table/column-widths.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {exampleState, update} from '../../helpers/example-host.ts';
import {screenLines} from '../../helpers/screen-text.ts';

const placed = (width: number, chosen: readonly string[] | null): readonly string[] =>
  columnWidths(width, 0, {chosen}).map(({column}) => column.id);

test('without a choice every column is shown that fits', () => {
  assert.deepEqual(placed(200, null), placed(200, columnIds));
  assert.ok(placed(200, null).length > placed(80, null).length);
});

test('a choice leaves the columns chosen, and those that always stay', () => {
  assert.deepEqual(placed(200, ['user']), ['verdict', 'local', 'owner', 'user', 'why']);
  assert.deepEqual(placed(80, ['proto']), ['verdict', 'proto', 'ends', 'owner', 'why']);
  assert.deepEqual(placed(60, ['proto']), ['verdict', 'proto', 'port', 'owner', 'why']);
  assert.deepEqual(placed(200, ['age', 'in', 'out']), ['verdict', 'local', 'owner', 'age', 'in', 'out', 'why']);
});

test('a column that is chosen is still not shown where it does not fit', () => {
  assert.ok(!placed(80, ['user', 'age']).includes('user'));
});

test('for any choice and width, verdict, port, owner and why stay in their order, and the line is full', () => {
  fc.assert(
    fc.property(fc.subarray([...columnIds], {minLength: 1}), fc.integer({min: 20, max: 300}), (chosen, width) => {
      const all = columnWidths(width, 0, {chosen});
      const ids = all.map(({column}) => column.id);
      for (const id of ['verdict', 'owner', 'why']) assert.ok(ids.includes(id), id);
      assert.equal(ids.filter(id => ['port', 'ends', 'local'].includes(id)).length, 1);
      assert.deepEqual(
        ids,
        columnIds.filter(id => ids.includes(id)),
      );
      const fits = new Set(placed(width, null));
      for (const id of chosen) assert.equal(ids.includes(id), fits.has(id), id);
      assert.equal(
        all.reduce((sum, {cells}) => sum + cells, all.length - 1),
        width,
      );
    }),
  );
});

test('the list is drawn with the columns chosen, and sorts by what is on the screen alone', () => {
  const usual = exampleState({columns: 160, rows: 24});
  const state: State = {...usual, settings: {...usual.settings, columns: ['user']}};
  const titles = screenLines(toScreen(state)).find(line => line.includes('VERDICT')) ?? '';
  assert.deepEqual(titles.trim().split(/\s+/), ['VERDICT↓', 'LOCAL', 'OWNER', 'USER', 'WHY']);
  let now = state;
  const sorted: (string | null)[] = [];
  for (let step = 0; step < 6; step++) {
    now = update(now, {type: 'action', action: 'next-sort'})[0];
    sorted.push(now.sort?.column ?? null);
  }
  const expected = placed(160, ['user']);
  assert.deepEqual(sorted, [...expected.slice(1), null, expected[1]]);
});
