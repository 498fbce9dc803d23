import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Column} from '../../../../source/app/table/column.ts';
import {shownColumns} from '../../../../source/app/table/column-widths.ts';
import {columns} from '../../../../source/app/table/columns.ts';
import {createShownTextCache} from '../../../../source/app/table/filter/shown-text.ts';
import {sanitize, trusted} from '../../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../../source/judge/assess-all.ts';
import {asciiSymbols} from '../../../../source/screens/text/symbols.ts';
import {assessedRow, owner, ownerOf, process, socket} from '../../../helpers/build.ts';
import {cellOptionsOf, exampleSnapshot} from '../../../helpers/example-host.ts';

const row = assessedRow(
  socket(
    'tcp ESTABLISHED [2001:db8::5]:51000 [2001:db8:0:1:2:3:4:5]:443',
    owner('/usr/sbin/a-program-with-a-long-name'),
  ),
);
const at = exampleSnapshot.takenAt;

/** A column that counts how often it was built for its text. */
function counting(id: string, overTime: boolean) {
  const [first] = columns;
  assert.ok(first);
  let built = 0;
  const column: Column = {...first, id, text: () => `${id}${++built}`, ...(overTime ? {overTime} : {})};
  return {column, built: () => built};
}

test('a word searches every column that is shown, uncut, and the state', () => {
  const text = createShownTextCache().textsOf(shownColumns(120), cellOptionsOf()).text(row);
  for (const part of ['explained', 'tcp6', '[2001:db8:0:1:2:3:4:5]:443', 'https', 'a-program-with-a-long-name/812']) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assert.ok(text.includes('ESTABLISHED') && text.includes(row.assessment.why));
  assert.ok(
    !createShownTextCache().textsOf(shownColumns(60), cellOptionsOf()).text(row).includes('https'),
    'no other column',
  );
});

test('a word also searches the process names of all holders', () => {
  const holders = ownerOf(
    process('/usr/bin/python3.11', {name: sanitize('gunicorn')}),
    process('/usr/bin/python3.11', {name: sanitize('gunicorn')}),
    process('/usr/sbin/nginx'),
  );
  const {text, lower} = createShownTextCache().textsOf(shownColumns(120), cellOptionsOf());
  const shared = assessedRow(socket('tcp LISTEN 0.0.0.0:8000', holders));
  assert.ok(text(shared).endsWith(' LISTEN python3.11 gunicorn nginx'), text(shared));
  assert.ok(lower(shared).endsWith(' listen python3.11 gunicorn nginx'));
});

test('the text of a row is built once, except for columns over time', () => {
  const [constant, overTime] = [counting('proto', false), counting('age', true)];
  const shown = createShownTextCache();
  const shownNow = [constant.column, overTime.column];
  for (let poll = 0; poll < 3; poll++) shown.textsOf(shownNow, cellOptionsOf()).text(row);
  assert.deepEqual([constant.built(), overTime.built()], [1, 3]);
  const names = 'a-program-with-a-long-name';
  assert.equal(
    shown.textsOf(shownNow, cellOptionsOf()).text({...row}),
    `proto2 ESTABLISHED ${names} age4`,
    'another row has its own',
  );
});

const differences: readonly (readonly [what: string, change: Parameters<typeof cellOptionsOf>[0], columns: number])[] =
  [
    ['columns', {}, 60],
    ['numbers for names', {numeric: true}, 120],
    ['signs', {symbols: asciiSymbols}, 120],
  ];

for (const [what, change, width] of differences) {
  test(`other ${what} build the text again`, () => {
    const shown = createShownTextCache();
    const before = shown.textsOf(shownColumns(120), cellOptionsOf()).text(row);
    const after = shown.textsOf(shownColumns(width), cellOptionsOf(change)).text(row);
    assert.notEqual(after, before);
    assert.equal(after, createShownTextCache().textsOf(shownColumns(width), cellOptionsOf(change)).text(row));
  });
}

test('the searched age is the shown age', () => {
  const shown = createShownTextCache();
  const seenOf = (_row: AssessedSocket) => ({since: at, firstPoll: 2, change: null, rates: null});
  const text = (now: number): string => shown.textsOf(shownColumns(160), cellOptionsOf({seenOf, now})).text(row);
  assert.match(text(at + 3000), /\b3 s/);
  assert.match(text(at + 9000), /\b9 s/);
});

test('a word also searches the name of the peer, once known', () => {
  const names = new Map([['2001:db8:0:1:2:3:4:5', trusted('Shop.example')]]);
  const shown = createShownTextCache();
  const before = shown.textsOf(shownColumns(120), {...cellOptionsOf(), hostNameOf: () => null});
  assert.ok(!before.lower(row).includes('shop'));
  const after = shown.textsOf(shownColumns(120), {...cellOptionsOf(), hostNameOf: each => names.get(each) ?? null});
  assert.ok(after.lower(row).includes('shop.example') && after.text(row).includes('Shop.example'));
  assert.ok(after.lower(row).includes('2001:db8:0:1:2:3:4:5'), 'and still its address');
});
