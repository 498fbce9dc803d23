import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import fc from 'fast-check';
import {decodeAddress} from '../../../source/collect/procfs/decode-address.ts';
import {parseTable, type TableKind} from '../../../source/collect/procfs/parse-table.ts';
import type {SocketRow} from '../../../source/collect/socket-row.ts';
import {formatIPv4, formatIPv6} from '../../../source/domain/address.ts';

const tcp4: TableKind = {protocol: 'tcp', family: 4};
const tcp6: TableKind = {protocol: 'tcp', family: 6};
const udp4: TableKind = {protocol: 'udp', family: 4};
const udp6: TableKind = {protocol: 'udp', family: 6};

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/procfs/${name}`, import.meta.url), 'latin1');
const ends = ({local, peer}: SocketRow): string =>
  `${local.address} ${local.port} ${peer === null ? '-' : `${peer.address} ${peer.port}`}`;
const seen = (row: SocketRow): string => `${row.state} ${ends(row)}`;

test('every line of a table of TCP over IPv4 becomes a row', () => {
  const {rows, unreadable} = parseTable(fixture('tcp'), tcp4, 'LE');
  assert.equal(unreadable, 0);
  assert.deepEqual(rows.map(seen), [
    'LISTEN 0.0.0.0 8080 -',
    'ESTABLISHED 127.0.0.1 45352 127.0.0.1 8081',
    'SYN_RECV 192.0.2.9 8080 192.0.2.77 4444',
    'CLOSE_WAIT 127.0.0.1 8080 127.0.0.1 57934',
    'ESTABLISHED 127.0.0.1 57904 127.0.0.1 8080',
    'CLOSE_WAIT 127.0.0.1 57916 127.0.0.1 8080',
    'ESTABLISHED 127.0.0.1 57928 127.0.0.1 8080',
    'FIN_WAIT2 127.0.0.1 57934 127.0.0.1 8080',
    'ESTABLISHED 127.0.0.1 8080 127.0.0.1 57904',
    'FIN_WAIT2 127.0.0.1 8080 127.0.0.1 57916',
    'ESTABLISHED 127.0.0.1 8080 127.0.0.1 57928',
  ]);
});

test('IPv6 and v4-mapped addresses come out in canonical form', () => {
  const {rows} = parseTable(fixture('tcp6'), tcp6, 'LE');
  assert.deepEqual(rows.map(seen), [
    'LISTEN ::1 8082 -',
    'LISTEN :: 8081 -',
    'TIME_WAIT ::ffff:127.0.0.1 8081 ::ffff:127.0.0.1 45362',
    'ESTABLISHED ::1 40094 ::1 8082',
    'ESTABLISHED ::ffff:127.0.0.1 8081 ::ffff:127.0.0.1 45352',
    'ESTABLISHED ::1 8082 ::1 40094',
  ]);
});

test('a UDP socket is connected or it is not', () => {
  const rows = [...parseTable(fixture('udp'), udp4, 'LE').rows, ...parseTable(fixture('udp6'), udp6, 'LE').rows];
  assert.deepEqual(rows.map(seen), [
    'ESTABLISHED 127.0.0.1 49544 127.0.0.1 5353',
    'UNCONN 0.0.0.0 5353 -',
    'ESTABLISHED ::1 43741 ::1 5354',
    'UNCONN :: 5354 -',
    'UNCONN fe80::688d:67ff:fe2e:d8c8 5555 -',
  ]);
});

test('a raw socket has a protocol in the place of its port, and its peer has none', () => {
  const line = (peer: string, state: string): string =>
    `   1: 0500000A:0001 ${peer}:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 77 2 0 0`;
  const text = [line('00000000', '07'), line('0900000A', '01')].join('\n');
  const {rows, unreadable} = parseTable(text, {protocol: 'raw', family: 4}, 'LE');
  assert.deepEqual([rows.map(seen), unreadable], [['UNCONN 10.0.0.5 1 -', 'ESTABLISHED 10.0.0.5 1 10.0.0.9 0'], 0]);
});

test('a ping socket has its identifier in the place of its port, and its peer has none', () => {
  const [four, six] = ([4, 6] as const).map(family =>
    parseTable(fixture(family === 4 ? 'icmp' : 'icmp6'), {protocol: 'icmp', family}, 'LE'),
  );
  assert.deepEqual(four?.rows.map(seen), ['UNCONN 0.0.0.0 7401 -', 'ESTABLISHED 127.0.0.1 7402 127.0.0.1 0']);
  assert.deepEqual(six?.rows.map(seen), ['UNCONN ::1 7403 -']);
  assert.deepEqual([four?.unreadable, six?.unreadable], [0, 0]);
  const numbered = fixture('icmp').replace('0100007F:0000 01', '0100007F:0401 01');
  assert.equal(parseTable(numbered, {protocol: 'icmp', family: 4}, 'LE').rows[1]?.peer?.port, 0);
});

test('queues are bytes, and of a listening socket the connections that wait', () => {
  const [listening] = parseTable(fixture('tcp'), tcp4, 'LE').rows;
  const connected = parseTable(fixture('tcp6'), tcp6, 'LE').rows.at(-1);
  assert.deepEqual([listening?.recvQueue, listening?.sendQueue], [1, null]);
  assert.deepEqual([connected?.recvQueue, connected?.sendQueue], [37, 0]);
  const line = '   0: 0100007F:1F90 0100007F:1F91 01 000000FF:00000010 00:00000000 00000000  1000        0 7 1 0';
  assert.deepEqual(
    parseTable(line, tcp4, 'LE').rows.map(({sendQueue, recvQueue, uid, inode}) => [sendQueue, recvQueue, uid, inode]),
    [[255, 16, 1000, 7]],
  );
});

test('the column that looks like the backlog of a listener is not the backlog', () => {
  const line = '   0: 00000000:1F90 00000000:0000 0A 00000080:00000001 00:00000000 00000000     0        0 7 1 0';
  assert.equal(parseTable(line, tcp4, 'LE').rows[0]?.sendQueue, null);
});

test('a socket without inode has no user', () => {
  const {rows} = parseTable(fixture('tcp'), tcp4, 'LE');
  const without = rows.filter(({inode}) => inode === null);
  assert.deepEqual(
    without.map(({state}) => state),
    ['SYN_RECV', 'CLOSE_WAIT', 'FIN_WAIT2', 'FIN_WAIT2'],
  );
  assert.ok(without.every(({uid}) => uid === null));
  assert.ok(rows.every(({inode, uid}) => inode === null || uid === 0));
});

test('a request socket is SYN_RECV by either of its numbers', () => {
  const line = (code: string): string =>
    `   0: 0100007F:1F90 0100007F:1F91 ${code} 00000000:00000000 01:00000043 00000000     0        0 0 0 0`;
  assert.deepEqual(
    ['03', '0C'].map(code => parseTable(line(code), tcp4, 'LE').rows[0]?.state),
    ['SYN_RECV', 'SYN_RECV'],
  );
});

test('lines that are no socket are counted beside the others', () => {
  const [heading = '', good = ''] = fixture('tcp').split('\n');
  const broken = [
    'nonsense',
    good.slice(0, 60),
    good.replace(' 0A ', ' 1F '),
    good.replace(' 0A ', ' GG '),
    good.replace('00000000:1F90', '0000000:1F90'),
    good.replace('00000000:1F90', '0000000000000000:1F90'),
    good.replace('00000000:0000', '00000000000000000000000000000000:0000'),
    good.replace(' 57788 ', ' 57z88 '),
    fixture('tcp6').split('\n')[1] ?? '',
    heading,
  ];
  const table = parseTable([heading, ...broken, good, ''].join('\n'), tcp4, 'LE');
  assert.equal(table.unreadable, broken.length);
  assert.deepEqual(table.rows.map(ends), ['0.0.0.0 8080 -']);
});

test('an empty table has no rows', () => {
  assert.deepEqual(parseTable('', tcp4, 'LE'), {rows: [], unreadable: 0});
  assert.deepEqual(parseTable(`${fixture('tcp').split('\n')[0]}\n`, tcp4, 'LE'), {rows: [], unreadable: 0});
});

test('no text makes the parser throw, and every line is either a row or counted', () => {
  const digits = '0123456789ABCDEF: \n'.split('');
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom(...digits), maxLength: 400}), text => {
      const {rows, unreadable} = parseTable(text, tcp4, 'LE');
      assert.equal(rows.length + unreadable, text.split('\n').filter(line => line !== '').length);
    }),
  );
});

const hexOf = (bytes: readonly number[], endianness: 'LE' | 'BE'): string =>
  Array.from({length: bytes.length / 4}, (_, word) => bytes.slice(word * 4, word * 4 + 4))
    .flatMap(word => (endianness === 'LE' ? word.toReversed() : word))
    .map(byte => byte.toString(16).padStart(2, '0').toUpperCase())
    .join('');

test('addresses are read alike on little-endian and big-endian hosts', () => {
  const byte = fc.integer({min: 0, max: 255});
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), fc.constantFrom('LE', 'BE'), (bytes, order) => {
      assert.equal(decodeAddress(hexOf(bytes, order), order), formatIPv4(...bytes));
    }),
  );
  fc.assert(
    fc.property(fc.array(byte, {minLength: 16, maxLength: 16}), fc.constantFrom('LE', 'BE'), (bytes, order) => {
      const groups = [0, 2, 4, 6, 8, 10, 12, 14].map(at => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0));
      assert.equal(decodeAddress(hexOf(bytes, order), order), formatIPv6(groups));
    }),
  );
});
