import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnWidths} from '../../../source/app/table/column-widths.ts';
import {columns} from '../../../source/app/table/columns.ts';
import {gutter} from '../../../source/screens/list/rows.ts';
import {steady, width} from '../../../source/screens/text/fit.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {cellOptionsOf, exampleState} from '../../helpers/example-host.ts';

const widths = Array.from({length: 281}, (_, index) => index + 20);
const shownAt = (columnsOfTerminal: number, hasNamespaces = true): readonly string[] =>
  columnWidths(columnsOfTerminal, gutter, {hasNamespaces}).map(({column}) => column.id);

test('columns, the gaps between them and the gutter fill the terminal and take no more', () => {
  for (const terminal of widths) {
    const placed = columnWidths(terminal, gutter);
    const cells = placed.reduce((sum, each) => sum + each.cells, 0);
    assert.equal(cells + placed.length - 1 + gutter, terminal, `at ${terminal} columns`);
    for (const each of placed) assert.ok(each.cells > 0, `${each.column.id} at ${terminal} columns`);
  }
});

test('verdict, port, owner and why are there at every width', () => {
  for (const terminal of widths) {
    const shown = shownAt(terminal);
    for (const id of ['verdict', 'owner', 'why']) assert.ok(shown.includes(id), `${id} at ${terminal}`);
    assert.equal(['port', 'ends', 'local'].filter(id => shown.includes(id)).length, 1, `one port at ${terminal}`);
  }
});

test('columns disappear in the stated order, each for good', () => {
  const removed: string[] = [];
  for (const terminal of widths.toReversed()) {
    const shown = shownAt(terminal);
    for (const {id} of columns) if (!shown.includes(id) && !removed.includes(id)) removed.push(id);
    for (const id of removed.filter(each => shown.includes(each))) removed.splice(removed.indexOf(id), 1);
  }
  const lasting = removed.filter(id => !['ends', 'port'].includes(id));
  assert.deepEqual(lasting, [
    'in',
    'out',
    'age',
    'recvq',
    'sendq',
    'local',
    'peer',
    'user',
    'service',
    'netns',
    'proto',
  ]);
  const firstWithout = (id: string): number => widths.filter(terminal => !shownAt(terminal).includes(id)).at(-1) ?? 0;
  const stages = ['out', 'age', 'recvq', 'user', 'local', 'service', 'proto'];
  assert.deepEqual(stages.map(firstWithout), [199, 159, 139, 115, 115, 95, 55]);
  assert.deepEqual([shownAt(72).includes('ends'), shownAt(71).includes('port')], [true, true]);
});

test('the network namespace has a column only where the list has sockets of several', () => {
  for (const terminal of widths) {
    assert.ok(!shownAt(terminal, false).includes('netns'));
    assert.equal(shownAt(terminal, true).includes('netns'), terminal >= 72);
  }
});

test('the word of the verdict stays down to 40 columns, then its mark stands alone', () => {
  const row = exampleState({columns: 80, rows: 24}).list?.groups[0]?.rows[0];
  assert.ok(row);
  const verdictAt = (terminal: number): string => {
    const [first] = columnWidths(terminal, gutter);
    return first?.column.text(row, first.cells, cellOptionsOf()) ?? '';
  };
  assert.deepEqual([verdictAt(40), verdictAt(39)], ['! suspect', '!']);
});

test('undistributed widths depend on the terminal alone, and no column shrinks as it grows', () => {
  for (const {id, from, until, cells} of columns) {
    if (id === 'verdict') continue;
    for (const terminal of widths.filter(each => each > from && each <= until && each !== 40)) {
      assert.ok(cells(terminal) >= cells(terminal - 1), `${id} at ${terminal}`);
    }
  }
});

test('a title fits its column', () => {
  for (const terminal of widths.filter(each => each >= 40)) {
    for (const {column, cells} of columnWidths(terminal, gutter)) assert.ok(column.title.length <= cells, column.id);
  }
});

for (const symbols of [unicodeSymbols, asciiSymbols]) {
  test(`ports and process IDs are never cut, signs are like ${symbols.to}`, () => {
    const rows = exampleState({columns: 80, rows: 24}).list?.groups.flatMap(group => group.rows) ?? [];
    assert.ok(rows.length > 20);
    for (const terminal of [24, 39, 40, 60, 72, 96, 116, 200]) {
      for (const {column, cells} of columnWidths(terminal, gutter)) {
        for (const row of rows) {
          const text = steady(column.text(row, cells, cellOptionsOf({symbols})));
          const {owner, peer, local} = row.socket;
          const [holder] = owner.known ? owner.value : [];
          if (column.id === 'port') assert.match(text, new RegExp(`\\D?${row.servicePort}$`));
          if (column.id === 'local') assert.ok(text.endsWith(`:${local.port}`));
          if (column.id === 'ends') assert.ok(text.endsWith(`:${(peer ?? local).port}`));
          if (column.id === 'owner' && holder) assert.match(text, new RegExp(`/${holder.process.pid}( \\+\\d+)?$`));
          if (['port', 'local', 'peer', 'ends'].includes(column.id))
            assert.ok(width(text) <= cells, `${text} in ${cells}`);
        }
      }
    }
  });
}

test('an age is never cut, however long it is', () => {
  const age = columns.find(({id}) => id === 'age');
  const row = exampleState({columns: 80, rows: 24}).list?.groups[0]?.rows[0];
  assert.ok(age && row);
  for (const minutes of [0, 1, 2, 100, 119.99, 120, 2879, 2880, 60 * 24 * 9999]) {
    const seen = {since: 0, firstPoll: 1, change: null, rates: null};
    const text = age.text(row, age.cells(200), cellOptionsOf({seenOf: () => seen, now: minutes * 60_000}));
    assert.ok(width(text) <= age.cells(200), text);
  }
});

test('numeric shows the port instead of the service', () => {
  const service = columns.find(({id}) => id === 'service');
  const row = exampleState({columns: 80, rows: 24}).list?.groups[0]?.rows[0];
  assert.ok(service && row);
  assert.equal(service.text(row, 10, cellOptionsOf()), 'ssh');
  assert.equal(service.text(row, 10, cellOptionsOf({numeric: true})), '22');
});
