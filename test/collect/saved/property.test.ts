import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import fc from 'fast-check';
import {formatList} from '../../../source/collect/saved/formats.ts';
import {toLines} from '../../../source/collect/saved/lines.ts';
import {type Reading, readSaved} from '../../../source/collect/saved/read-saved.ts';
import {fixture} from './helper.ts';

const names = readdirSync(new URL('../../fixtures/saved/', import.meta.url)).filter(name => name.endsWith('.txt'));
const captures = new Map(names.map(name => [name, fixture(name)]));
const anyCapture = fc.constantFrom(...captures.values());

/** A stretch of a capture, so that thousands of runs stay quick. */
const stretch = fc.tuple(anyCapture, fc.nat(), fc.integer({min: 1, max: 1500})).map(([bytes, at, length]) => {
  const start = at % bytes.length;
  return Buffer.from(bytes.subarray(start, start + length));
});

// Bytes with a meaning to a parser or a terminal come more often than others.
const meaningful = fc.constantFrom(...Buffer.from('\n\r\t\0\x1b\x9b :.*%[](){}"\',/->\\0129ptfnTAxé\u202e\u200b'));
const noise = fc
  .array(fc.oneof(meaningful, fc.integer({min: 0, max: 255})), {maxLength: 12})
  .map(bytes => Buffer.from(bytes));

const mutated = fc
  .array(fc.tuple(stretch, noise), {minLength: 1, maxLength: 4})
  .map(parts => Buffer.concat(parts.flat()));

const words = fc.constantFrom(
  'tcp',
  'udp6',
  'LISTEN',
  'ESTAB',
  '0',
  '128',
  '*:*',
  '*.*',
  '0.0.0.0:22',
  '[::]:*',
  '::1.631',
  ':::22',
  '-',
  'TCP',
  'IPv4',
  'users:((',
  '("a",pid=1,fd=3)',
  '))',
  '812/sshd',
  'root',
  '3u',
  'p812',
  'n*:22',
  'u_str',
  'Proto',
  'Recv-Q',
  'Send-Q',
  'State',
  'Active',
  'UNIX',
  '[x.exe]',
  'LocalAddress',
  'LocalPort',
  'OwningProcess : 7',
  'Id',
  'ProcessName',
  '"Id","Name"',
  '----',
  'TCP: IPv6',
  'Idle',
  'User Id  Conn',
  'Local Socket:',
  '0000001A',
  '::..22',
  '==> /proc/net/raw <==',
  '0: 0100007F:0016 00000000:0000 0A',
);
const lineOfWords = fc
  .tuple(fc.constantFrom('', ' ', '\t'), fc.array(fc.oneof(words, fc.string({maxLength: 8})), {maxLength: 12}))
  .map(([indent, parts]) => indent + parts.join(' '));
const wordy = fc.array(lineOfWords, {maxLength: 12}).map(lines => Buffer.from(lines.join('\n')));

// C0, DEL, C1, zero-width, bidirectional, separators, byte order mark.
const hidden = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

const parse = (bytes: Uint8Array): Reading =>
  readSaved(toLines(bytes), (name, protocol) => (name.length % 3 === 0 ? name.length + protocol.length : null));

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner)]);
}

function check(bytes: Uint8Array): void {
  const {sockets, formats: found, unread, skipped} = parse(bytes);
  for (const text of stringsIn({sockets, found, unread, skipped})) assert.doesNotMatch(text, hidden);
  assert.equal(new Set(sockets.map(({key}) => key)).size, sockets.length);
  for (const {local, peer, owner, state} of sockets) {
    for (const end of [local, ...(peer ? [peer] : [])]) {
      assert.ok(Number.isInteger(end.port) && end.port >= 0 && end.port < 65_536);
      assert.notEqual(end.address, '');
    }
    assert.ok(!(state === 'LISTEN' && peer));
    if (owner.known)
      assert.ok(
        owner.value.length > 0 &&
          owner.value.every(
            ({process: {name, pid}}) =>
              name !== '' && (pid === null ? name !== null : Number.isSafeInteger(pid) && pid > 0),
          ),
      );
  }
}

/** A command that is a blank, which lsof escapes, is no name of an owner. */
const blankCommand = '\\x20  902   mona   24u  IPv4 0x6c1d0f3a1b2c4d04      0t0  TCP 10.0.1.23:5\tA';

test('no mutation of a real text makes a parser throw, invent an owner or let a hidden character through', () => {
  fc.assert(fc.property(mutated, check), {numRuns: 2000, examples: [[Buffer.from(blankCommand)]]});
});

test('no text in the words of the tables does either', () => {
  fc.assert(fc.property(wordy, check), {numRuns: 2000});
});

test('no random bytes do either', () => {
  fc.assert(fc.property(fc.uint8Array({maxLength: 400}), check), {numRuns: 2000});
});

// In these tables every line is one row, so each must show up somewhere.
const oneRowALine = [
  'netstat-extended.txt',
  'netstat-timers.txt',
  'ss-no-header.txt',
  'freebsd-netstat.txt',
  'windows-ano.txt',
  'aix-netstat.txt',
  'd2-netstat.txt',
];

test('every line is a socket, a header, the rest of a line, or counted', () => {
  const cut = fc.tuple(
    fc.constantFrom(...oneRowALine),
    fc.array(fc.tuple(fc.nat(), fc.integer({min: 1, max: 30})), {maxLength: 4}),
  );
  fc.assert(
    fc.property(cut, ([name, cuts]) => {
      let bytes: Buffer = Buffer.from(fixture(name));
      for (const [at, length] of cuts)
        bytes = Buffer.concat([bytes.subarray(0, at % bytes.length), bytes.subarray((at % bytes.length) + length)]);
      const lines = [...toLines(bytes)].filter(line => line.trim() !== '');
      const {sockets, unread, skipped, joined} = readSaved(lines, () => null);
      const headers = lines.filter(line => formatList.some(([, format]) => format.header(line))).length;
      const counted = Object.values(skipped).reduce((sum, count) => sum + count, 0);
      // A line may hold several rows.
      assert.ok(sockets.length + unread.length + counted + headers + joined >= lines.length);
    }),
    {numRuns: 500},
  );
});

test('long lines of one thing, where a careless pattern would take minutes, are done at once', {
  timeout: 20_000,
}, () => {
  const pieces = [
    ' ',
    'a',
    '(',
    '[',
    ':',
    '.',
    '0 ',
    'a ',
    '%',
    '->',
    '",pid=1',
    '",pid=1,fd=3)',
    '",pid=1,fd=3),("',
    ',proc_ctx=a',
    '\\x20',
    '$ ',
    'on (',
    'TCP ',
    'IPv4 ',
    '1/',
    ' ino:',
    'cgroup:',
  ];
  const starts = [
    '',
    'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN ',
    'tcp4 0 0 *.22 *.* LISTEN ',
    'tcp LISTEN 0 5 0.0.0.0:22 0.0.0.0:* ',
    'tcp LISTEN 0 5 0.0.0.0:22 0.0.0.0:* users:(("',
    '  TCP 0.0.0.0:22 0.0.0.0:0 LISTENING 7\n ',
    'sshd 812 root 3u IPv4 1 0t0 TCP ',
    'p1\nc',
    'tcp 0 0 ',
    'Proto  ',
    'LocalAddress LocalPort\n',
    'LocalPort : ',
    'TCP: IPv4\n Local Address  Remote Address  Swind State\n',
    'User Id Conn Local Socket Foreign Socket State\nA 00000014 ',
    '==> /proc/net/tcp <==\n0: 0100007F:0016 ',
    'C:\\',
  ];
  for (const start of starts) {
    for (const piece of pieces) parse(Buffer.from(start + piece.repeat(Math.floor(200_000 / piece.length))));
  }
});
