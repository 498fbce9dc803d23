import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import type {LsofRecord} from '../../source/domain/inspection.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {inodeOf, recordsOf, splitLsof} from '../../source/inspect/lsof-parse.ts';
import {endpoint, sampleSocket} from './sample.ts';

// Real output of lsof 4.95 on Debian 12 with LC_ALL=C, from a network namespace with two processes that share every
// socket.
const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/lsof/${name}`, import.meta.url));

const find = (name: string, socket: Partial<Socket>): {records: readonly LsofRecord[]; others: number} =>
  recordsOf(splitLsof(fixture(name)), sampleSocket(socket));

test('every descriptor that shares a socket is a record, one for each process', () => {
  const {records} = find('all.bin', {inode: inodeNamed('all.bin', '*:22')});
  assert.deepEqual(
    records.map(({command, fd, name}) => [command, fd, name]),
    [
      ['python3', '3u', '*:22'],
      ['python3', '3u', '*:22'],
    ],
  );
  assert.equal(new Set(records.map(({pid}) => pid)).size, 2);
});

test('a record holds the columns of the table that lsof prints', () => {
  const inode = inodeNamed('all.bin', '127.0.0.1:5432');
  const [record] = find('all.bin', {inode}).records;
  assert.ok(record);
  const {pid, ...rest} = record;
  assert.ok(pid > 1);
  assert.deepEqual(rest, {
    command: 'python3',
    user: 'root',
    fd: '4u',
    type: 'IPv4',
    device: String(inode),
    size: '0t0',
    node: 'TCP',
    name: '127.0.0.1:5432',
    protocol: 'TCP',
    state: 'LISTEN',
  });
});

test('the inode distinguishes the listener from its connections on the same port, and they are counted', () => {
  const {records, others} = find('tcp4-5432.bin', {inode: inodeNamed('tcp4-5432.bin', '127.0.0.1:5432')});
  assert.deepEqual(new Set(records.map(({state}) => state)), new Set(['LISTEN']));
  assert.equal(others, 2);
});

test('UDP sockets have no state', () => {
  const {records} = find('all.bin', {protocol: 'udp', inode: inodeNamed('all.bin', '[fe80::1]:9999')});
  assert.deepEqual(records.map(({protocol, state, type}) => [protocol, state, type])[0], ['UDP', '', 'IPv6']);
});

test('without an inode a socket is found by protocol, addresses and state', () => {
  const file = splitLsof(fixture('tcp-mapped-8080.bin')).find(fields => fields.get('t') === 'IPv6');
  const port = Number(file?.get('n')?.match(/(\d+)$/)?.[1]);
  const socket: Partial<Socket> = {
    family: 6,
    inode: null,
    state: 'ESTABLISHED',
    local: endpoint('::ffff:127.0.0.1', 8080),
    peer: endpoint('::ffff:127.0.0.1', port),
  };
  assert.deepEqual(
    find('tcp-mapped-8080.bin', socket).records.map(({fd}) => fd),
    ['16u', '16u'],
  );
  assert.deepEqual(find('tcp-mapped-8080.bin', {...socket, state: 'TIME_WAIT'}).records, []);
  assert.deepEqual(find('tcp-mapped-8080.bin', {...socket, protocol: 'udp'}).records, []);
});

test('process names cannot bring in a field', () => {
  const names = new Map(splitLsof(fixture('all.bin')).map(fields => [fields.get('n'), inodeOf(fields)]));
  const command = (name: string): string | undefined =>
    find('all.bin', {inode: names.get(name) ?? -1}).records.map(record => record.command)[0];
  assert.equal(command('127.0.0.1:7004'), 'p1\\nf3\\ncsshd');
  assert.equal(command('127.0.0.1:7005'), '\\xe6\\x97\\xa5\\xe6\\x9c\\xac ^[[1m');
  assert.equal(command('127.0.0.1:7006'), 'a b');
});

test('bytes that lsof passes on are cleaned', () => {
  const output = Buffer.from('p8\0ca\x1b[1m\u202e\0u0\0\nf3\0au\0tIPv4\0d5\0PTCP\0n*:22\0TST=LISTEN\0\n');
  const [record] = recordsOf(splitLsof(output), sampleSocket({inode: 5})).records;
  assert.deepEqual([record?.command, record?.user], ['a\\x1b[1m\\u{202e}', '0']);
});

test('raw, packet and unbound sockets carry their inode in their own fields', () => {
  const files = splitLsof(fixture('descriptors.bin'));
  const byType = (type: string): number | null | undefined => files.filter(f => f.get('t') === type).map(inodeOf)[0];
  const raw6 = byType('raw6') ?? 0;
  assert.ok(raw6 > 0);
  assert.deepEqual([byType('pack'), byType('raw'), byType('sock')], [raw6 + 1, raw6 + 2, raw6 + 3]);
  const {records, others} = find('descriptors.bin', {protocol: 'packet', family: null, inode: raw6 + 1});
  assert.deepEqual(
    records.map(({fd, type, node}) => [fd, type, node]),
    [['4u', 'pack', 'ALL']],
  );
  assert.equal(others, 0);
  const bound = find('descriptors.bin', {state: 'CLOSE', peer: null, inode: raw6 + 3});
  assert.deepEqual([bound.records.map(({type}) => type), bound.others], [['sock'], 0]);
});

test("a file's inode is not taken for a socket's", () => {
  const files = splitLsof(fixture('descriptors.bin'));
  assert.ok(files.some(file => file.get('t') === 'CHR' && file.get('i') === '3'));
  assert.deepEqual(find('descriptors.bin', {protocol: 'raw', inode: 3}).records, []);
});

test('a set that was cut off is left out, wherever the cut is', () => {
  const whole = fixture('tcp4-5432.bin');
  const count = splitLsof(whole).length;
  for (let length = 0; length < whole.length; length++) {
    const files = splitLsof(whole.subarray(0, length));
    assert.ok(files.length < count);
    for (const file of files) assert.ok(file.has('p') && file.has('n') && file.has('TQS='));
  }
});

test('nothing is nothing', () => assert.deepEqual(splitLsof(new Uint8Array()), []));

function inodeNamed(fixtureName: string, name: string): number {
  const file = splitLsof(fixture(fixtureName)).find(fields => fields.get('n') === name);
  const inode = file ? inodeOf(file) : null;
  assert.ok(inode !== null, `${name} is in ${fixtureName}`);
  return inode;
}
