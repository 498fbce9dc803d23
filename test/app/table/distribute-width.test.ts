import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {PlacedColumn} from '../../../source/app/table/column.ts';
import {columnWidths} from '../../../source/app/table/column-widths.ts';
import {columns} from '../../../source/app/table/columns.ts';
import {distributeWidth} from '../../../source/app/table/distribute-width.ts';
import {type NaturalWidths, naturalWidthsOf} from '../../../source/app/table/natural-widths.ts';
import {gutter} from '../../../source/screens/list/rows.ts';
import {assessedRow, owner, socket} from '../../helpers/build.ts';
import {cellOptionsOf} from '../../helpers/example-host.ts';

const sum = (placed: readonly PlacedColumn[]): number => placed.reduce((all, {cells}) => all + cells, 0);
const cellsOf = (placed: readonly PlacedColumn[], id: string): number =>
  placed.find(({column}) => column.id === id)?.cells ?? 0;

const anyNeeds: fc.Arbitrary<NaturalWidths> = fc.dictionary(
  fc.constantFrom(...columns.map(({id}) => id)),
  fc.integer({min: 0, max: 60}),
);

test('for any rows the line stays full, no column grows beyond its need, and none shrinks below it', () => {
  fc.assert(
    fc.property(fc.integer({min: 20, max: 300}), anyNeeds, (terminal, naturalWidths) => {
      const before = columnWidths(terminal, gutter);
      const after = distributeWidth(before, naturalWidths);
      assert.equal(sum(after), sum(before));
      const cut = after.filter(
        ({column, cells}) => column.growPriority !== undefined && cells < (naturalWidths[column.id] ?? 0),
      );
      for (const {column, cells} of after) {
        const [own, need] = [cellsOf(before, column.id), naturalWidths[column.id] ?? Number.NaN];
        if (cells > own) assert.ok(cells <= need, `${column.id} got ${cells} of ${need}`);
        if (cells < own) assert.ok(cells >= need && cells > column.title.length, `${column.id} gave to ${cells}`);
        if (cut.length > 0 && need < own && column.growPriority !== undefined)
          assert.ok(cells === Math.max(need, Math.min(own, column.title.length + 1)), `${column.id} kept ${cells}`);
        if (column.growPriority === undefined || Number.isNaN(need)) assert.equal(cells, own, column.id);
      }
    }),
  );
});

test('where nothing would be cut, widths depend on the terminal alone', () => {
  const naturalWidths = Object.fromEntries(columnWidths(120, gutter).map(({column, cells}) => [column.id, cells]));
  assert.deepEqual(columnWidths(120, gutter, {}, naturalWidths), columnWidths(120, gutter));
  assert.deepEqual(columnWidths(120, gutter, {}, {}), columnWidths(120, gutter));
});

test('the surplus goes to the owner before the service, and to the service before an address', () => {
  const naturalWidths = {owner: 20, service: 20, peer: 60, local: 10, user: 4, why: 4};
  const placed = columnWidths(120, gutter, {}, naturalWidths);
  assert.deepEqual(
    ['owner', 'service', 'local', 'why', 'user'].map(id => cellsOf(placed, id)),
    [20, 20, 10, 4, 5],
  );
  assert.equal(cellsOf(placed, 'peer'), 21 + 23 - 4 + 21 - 10 + 8 - 5 - 7 - 10);
});

test('the largest surplus is used first, so that few columns change', () => {
  const naturalWidths = {owner: 18, service: 1, peer: 1, local: 1, user: 1, why: 22};
  const [before, after] = [columnWidths(120, gutter), columnWidths(120, gutter, {}, naturalWidths)];
  const changed = after.filter(({column, cells}) => cells !== cellsOf(before, column.id));
  assert.deepEqual(
    changed.map(({column}) => column.id),
    ['peer', 'owner'],
  );
});

const listeners = [
  assessedRow(socket('udp UNCONN 0.0.0.0:546', owner('/usr/sbin/NetworkManager'))),
  assessedRow(socket('udp UNCONN 0.0.0.0:53', owner('/usr/lib/systemd/systemd-resolved'))),
];

for (const terminal of [120, 200]) {
  test(`on ${terminal} columns a list of listeners has services and owners whole, in the room of the peers`, () => {
    const options = cellOptionsOf();
    const naturalWidths = naturalWidthsOf(listeners, columns, options);
    for (const {column, cells} of columnWidths(terminal, gutter, {}, naturalWidths)) {
      for (const row of listeners) {
        const whole = column.text(row, Number.POSITIVE_INFINITY, options);
        assert.ok(whole.length <= cells, `${whole} in ${cells} cells of ${column.id}`);
      }
    }
  });
}

test('natural widths are those of the widest row, and the same object where no row is wider', () => {
  const [first, second] = listeners.map(row => naturalWidthsOf([row], columns, cellOptionsOf()));
  assert.ok(first && second);
  const both = naturalWidthsOf(listeners, columns, cellOptionsOf());
  for (const {id} of columns) assert.equal(both[id], Math.max(first[id] ?? 0, second[id] ?? 0), id);
  assert.equal(naturalWidthsOf(listeners, columns, cellOptionsOf(), both), both);
  assert.equal(both.owner, 'systemd-resolved/812'.length);
  const party = assessedRow(socket('tcp LISTEN 0.0.0.0:80', owner('/usr/bin/\u{1f389}')));
  assert.equal(naturalWidthsOf([party], columns, cellOptionsOf()).owner, '?/812'.length, 'as it is drawn');
});
