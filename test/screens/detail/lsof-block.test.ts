import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LsofRecord, LsofResult} from '../../../source/domain/inspection.ts';
import {lineText} from '../../../source/domain/line.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {blockHeight} from '../../../source/screens/detail/content.ts';
import {lsofLines, lsofTable} from '../../../source/screens/detail/lsof-block.ts';
import {inspection, lsofRecord} from '../../helpers/example-inspection.ts';

const commandLine = trusted('lsof -nP -i TCP:22');
const records = (...all: readonly LsofRecord[]): LsofResult => ({
  kind: 'records',
  commandLine,
  records: all,
  others: 0,
});
const tableOf = (lsof: LsofResult, cells = 200) => lsofTable(inspection({lsof}), cells);
const widthOf = ({titles, rows}: NonNullable<ReturnType<typeof tableOf>>): number =>
  titles.reduce(
    (sum, title, index) => sum + 3 + Math.max(title.length, ...rows.map(row => row[index]?.length ?? 0)),
    1,
  );

const words: readonly (readonly [lsof: LsofResult, text: RegExp])[] = [
  [records(lsofRecord('3u')), /^lsof lists it:$/],
  [{...records(lsofRecord('3u')), others: 1} as LsofResult, /^lsof lists it, and 1 other socket at/],
  [{...records(lsofRecord('3u')), others: 2} as LsofResult, /^lsof lists it, and 2 other sockets at/],
  [
    records(...Array.from({length: 25}, (_, index) => lsofRecord(`${index}u`))),
    /^lsof lists it 25 times, the first 20 of them here:$/,
  ],
  [{kind: 'none', commandLine, others: 0}, /does not list this socket. Trust the kernel/],
  [{kind: 'refused', commandLine, others: 0, message: trusted('Start it as root')}, /^Start it as root$/],
  [{kind: 'missing', commandLine, message: trusted('Install lsof')}, /^Install lsof$/],
  [{kind: 'failed', commandLine, message: trusted('It broke')}, /^It broke$/],
  [{kind: 'timed-out', commandLine, limit: 5000}, /^lsof did not answer within 5 s and was ended/],
];

for (const [lsof, text] of words) {
  test(`lsof's result "${lsof.kind}" is written as ${text}`, () => {
    assert.match(lsofLines(inspection({lsof}), 200).map(lineText).join(' ').trim(), text);
  });
}

test('the columns are those of lsof, the state behind the name', () => {
  const table = tableOf(records(lsofRecord('3u')));
  assert.deepEqual(table?.titles, ['COMMAND', 'PID', 'USER', 'FD', 'TYPE', 'DEVICE', 'SIZE/OFF', 'NODE', 'NAME']);
  assert.deepEqual(table?.rows, [['sshd', '4242', 'mallory', '3u', 'IPv6', '4001', '0t0', 'TCP', '*:22 (LISTEN)']]);
  assert.equal(tableOf(records(lsofRecord('3u', {state: trusted('')})))?.rows[0]?.at(-1), '*:22');
});

test('as the pane narrows, size, device, type and node disappear; then the name is cut; then there is no table', () => {
  const lsof = records(lsofRecord('3u', {name: sanitize('10.0.0.5:51000->203.0.113.9:443')}));
  const titlesAt = (cells: number): string => tableOf(lsof, cells)?.titles.join(' ') ?? '';
  assert.equal(titlesAt(100), 'COMMAND PID USER FD TYPE DEVICE NODE NAME');
  assert.equal(titlesAt(90), 'COMMAND PID USER FD TYPE NODE NAME');
  assert.equal(titlesAt(83), 'COMMAND PID USER FD NODE NAME');
  assert.equal(titlesAt(76), 'COMMAND PID USER FD NAME');
  assert.match(tableOf(lsof, 60)?.rows[0]?.at(-1) ?? '', /^10\.0\.0\.5:\d+.*~$/);
  assert.equal(tableOf(lsof, 30), null);
});

test('both ends of a connection over IPv6 are whole where there is room, and marked as cut where there is none', () => {
  const name = '[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:51010->[2001:db8:1111:2222:3333:4444:5555:6666]:44321';
  const lsof = records(lsofRecord('3u', {name: sanitize(name), state: trusted('ESTABLISHED')}));
  assert.equal(tableOf(lsof, 200)?.rows[0]?.at(-1), `${name} (ESTABLISHED)`);
  assert.match(tableOf(lsof, 80)?.rows[0]?.at(-1) ?? '', /^\[2001:db8:aaaa.*~$/);
});

test('a very long cell before the last one is cut, with a mark', () => {
  const cell = tableOf(records(lsofRecord('3u', {command: sanitize('x'.repeat(90))})))?.rows[0]?.[0];
  assert.equal(cell, `${'x'.repeat(59)}~`);
});

test('a table is never wider than the pane', () => {
  const lsof = records(
    lsofRecord('3u'),
    lsofRecord('11u', {command: sanitize('x'.repeat(90)), name: sanitize('y'.repeat(90))}),
  );
  for (let cells = 1; cells <= 260; cells++) {
    const table = tableOf(lsof, cells);
    if (table) assert.ok(widthOf(table) <= cells, `at ${cells}`);
  }
});

test('characters that are not one cell wide are replaced in a table, which is drawn by the length of strings', () => {
  assert.equal(tableOf(records(lsofRecord('3u', {command: sanitize('東京é')})))?.rows[0]?.[0], '???');
});

test('no more than 20 records are drawn; none are no table', () => {
  const table = tableOf(records(...Array.from({length: 25}, (_, index) => lsofRecord(`${index}u`))));
  assert.equal(table?.rows.length, 20);
  assert.equal(table && blockHeight(table), 43);
  assert.equal(tableOf(records()), null);
  assert.equal(tableOf({kind: 'missing', commandLine, message: trusted('')}), null);
});
