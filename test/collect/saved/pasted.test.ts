import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readFixture, readText, shown} from './helper.ts';
import {tables, wrappings} from './pasted-tables.ts';

const pasted: Readonly<Record<string, readonly string[]>> = {
  'pasted-netstat-mail.txt': [
    'tcp4 LISTEN 192.0.2.1:53 - dnsmasq/24742',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:50022 sshd/900',
    'udp4 UNCONN 0.0.0.0:68 - dhclient/640',
  ],
  'pasted-netstat-glued.txt': [
    'tcp4 LISTEN 192.0.2.1:53 - dnsmasq/24742',
    'tcp4 LISTEN 192.0.2.2:53 - dnsmasq/4237',
    'tcp4 LISTEN 192.0.2.3:53 - dnsmasq/4238',
  ],
  'pasted-netstat-remarks.txt': [
    'tcp4 LISTEN 0.0.0.0:443 - not-collected',
    'tcp4 LISTEN 0.0.0.0:3333 - not-collected',
    'tcp4 LISTEN 192.0.2.1:22 - sshd/812',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:5022 sshd/900',
    'tcp4 ESTABLISHED 192.0.2.1:80 198.51.100.7:5023 not-collected',
  ],
  'pasted-ss-rhel6.txt': [
    'tcp4 LISTEN 0.0.0.0:90 - nginx/1700(6) nginx/1701(6)',
    'tcp6 LISTEN :::22 - sshd/1042(4)',
    'tcp4 LISTEN 0.0.0.0:8080 - ?/46(4)',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:50022 next-server (v16.1.1)/3(4)',
  ],
  'pasted-lsof-glued.txt': ['tcp6 ESTABLISHED localhost:56524 localhost:8080 app/942(40)'],
};

for (const [file, sockets] of Object.entries(pasted)) {
  test(`every row of ${file} is read`, () => {
    const reading = readFixture(file);
    assert.deepEqual([reading.sockets.map(shown), reading.unread], [sockets, []]);
  });
}

test('a state that is not known is named once, with the number of its sockets', () => {
  assert.deepEqual([...readFixture('pasted-netstat-remarks.txt').unknownWords], [['CONECTADO', 1]]);
});

const anyTable = fc.constantFrom(...Object.keys(tables));
const anyWrapping = fc.constantFrom(...Object.keys(wrappings));

test('a table reads the same whatever is wrapped around its lines', () => {
  for (const [name, [header, ...rows]] of Object.entries(tables)) {
    for (const [how, wrap] of Object.entries(wrappings)) {
      for (const lines of [[header, ...rows], rows]) {
        const plain = readText(lines.join('\n')).sockets.map(shown);
        const {sockets, unread} = readText(lines.map(wrap).join('\n'));
        assert.deepEqual([sockets.map(shown), unread], [plain, []], `${name}, ${how}`);
      }
    }
  }
});

test('names of files and numbers that grep prints before a header stand before the rows too', () => {
  for (const lines of Object.values(tables)) {
    const found = readText(lines.map((line, index) => `out.txt-${index + 1}-${line}`).join('\n'));
    assert.deepEqual([found.sockets, found.unread], [readText(lines.join('\n')).sockets, []]);
  }
});

test('rows in one line, and lines that end with CR alone, are the same rows', () => {
  for (const [header, ...rows] of Object.values(tables)) {
    const plain = readText([header, ...rows].join('\n')).sockets.map(shown);
    for (const text of [`${header} ${rows.join(' ')}`, `${header} ${rows.join('\n')}`, [header, ...rows].join('\r')]) {
      assert.deepEqual(readText(text).sockets.map(shown), plain, text);
    }
  }
});

const words = ['OUÇA', '???', 'НЕИЗВЕСТНО', 'ESTAB_X', '监听', 'xyz'];
const anyRow = fc.record({
  word: fc.option(fc.constantFrom(...words)),
  before: fc.constantFrom('', '', '* ', '-> ', '!! ', '1. ', 'see: ', '[x] ', '\u2713 '),
  behind: fc.constantFrom('', '', ' # a', ' <-- a b', '   a b', ' (a)', ' 0.0.0.0', ' :22', '\t-', ' ...', ' "a"'),
});

test('no wrapping, remark, prefix, cut or state leaves out a row without a line that is reported', () => {
  const changed = fc.record({
    table: anyTable,
    headed: fc.boolean(),
    wraps: fc.array(anyWrapping, {maxLength: 2}),
    width: fc.option(fc.integer({min: 30, max: 132})),
    each: fc.array(anyRow, {minLength: 4, maxLength: 4}),
  });
  fc.assert(
    fc.property(changed, ({table, headed, wraps, width, each}) => {
      const [header = '', ...rows] = tables[table] ?? [];
      const lines = rows.map((row, index) => {
        const {word, before, behind} = each[index] ?? {word: null, before: '', behind: ''};
        return before + (word === null ? row : row.replace(/\b(?:LISTEN|ESTAB)\w*/, word)) + behind;
      });
      const wrapped = wraps.reduce<readonly string[]>(
        (all, wrap) => all.map((line, index) => (wrappings[wrap] ?? String)(line, index + Number(!headed))),
        headed ? [header, ...lines] : lines,
      );
      const broken = wrapped.flatMap(line =>
        width === null ? line : (line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []),
      );
      const {sockets, unread, formats} = readText(broken.join('\n'));
      // A text without a table is refused as a whole.
      assert.ok(sockets.length + unread.length >= rows.length || formats.length === 0, broken.join('\n'));
    }),
    {numRuns: 1500},
  );
});
