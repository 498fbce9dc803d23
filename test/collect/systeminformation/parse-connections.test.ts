import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  type Connection,
  parseConnections,
  parseState,
} from '../../../source/collect/systeminformation/parse-connections.ts';

const connection = (change: Partial<Connection>): Connection => ({
  protocol: 'tcp',
  localAddress: '10.0.0.5',
  localPort: '41000',
  peerAddress: '203.0.113.9',
  peerPort: '443',
  state: 'ESTABLISHED',
  pid: 812,
  process: 'curl',
  ...change,
});
const listening = {peerAddress: '0.0.0.0', peerPort: '*', state: 'LISTEN'};
const textOf = (...changes: Partial<Connection>[]): string[] =>
  parseConnections(changes.map(connection)).sockets.map(({row: {protocol, family, state, local, peer}}) =>
    [protocol, family, state, local.address, local.port, local.interface, peer?.address, peer?.port].join(' '),
  );

test('records of netstat on Linux', () => {
  assert.deepEqual(
    textOf(
      {},
      {...listening, localAddress: '0.0.0.0', localPort: '22'},
      {protocol: 'tcp6', localAddress: '::', localPort: '22', peerAddress: '::', peerPort: '*', state: 'LISTEN'},
      {protocol: 'tcp6', localAddress: '127.0.0.1', localPort: '81', peerAddress: '127.0.0.1', peerPort: '45352'},
      {protocol: 'udp', localAddress: '10.0.0.5', localPort: '4000', peerAddress: '192.0.2.1', peerPort: '123'},
    ),
    [
      'tcp 4 ESTABLISHED 10.0.0.5 41000  203.0.113.9 443',
      'tcp 4 LISTEN 0.0.0.0 22   ',
      'tcp 6 LISTEN :: 22   ',
      'tcp 6 ESTABLISHED ::ffff:127.0.0.1 81  ::ffff:127.0.0.1 45352',
      'udp 4 ESTABLISHED 10.0.0.5 4000  192.0.2.1 123',
    ],
  );
});

test('a peer without port is a peer as long as its address is not a wildcard', () => {
  const raw = {protocol: 'udp', localAddress: '10.0.0.5', localPort: '4000', peerPort: '*', state: ''};
  assert.deepEqual(textOf({...raw, peerAddress: '192.0.2.1'}, {...raw, peerAddress: '0.0.0.0'}), [
    'udp 4 ESTABLISHED 10.0.0.5 4000  192.0.2.1 0',
    'udp 4 UNCONN 10.0.0.5 4000   ',
  ]);
});

test('records of ss', () => {
  const records = [
    {...listening, localAddress: '*', localPort: '22', peerAddress: '*'},
    {...listening, localAddress: '[::1]', localPort: '631', peerAddress: '[::]'},
    {localAddress: '[::ffff:127.0.0.1]', localPort: '81', peerAddress: '[::ffff:127.0.0.1]', state: 'CLOSE-WAIT'},
    {...listening, localAddress: '127.0.0.53%lo', localPort: '53'},
    {localAddress: '[fe80::1]%eth0', localPort: '9', peerAddress: '[fe80::2]', state: 'TIME_WAIT'},
  ];
  assert.deepEqual(textOf(...records), [
    'tcp 6 LISTEN :: 22   ',
    'tcp 6 LISTEN ::1 631   ',
    'tcp 6 CLOSE_WAIT ::ffff:127.0.0.1 81  ::ffff:127.0.0.1 443',
    'tcp 4 LISTEN 127.0.0.53 53 lo  ',
    'tcp 6 TIME_WAIT fe80::1 9 eth0 fe80::2 443',
  ]);
  const [dual, single] = parseConnections(records.map(connection)).sockets;
  assert.deepEqual([dual?.row.v6only, single?.row.v6only], [false, null]);
});

test('records of macOS and Windows', () => {
  assert.deepEqual(
    textOf(
      {protocol: 'tcp46', localAddress: '*', localPort: '22', peerAddress: '*', peerPort: '*', state: 'LISTEN'},
      {protocol: 'tcp4', localAddress: '*', localPort: '22', peerAddress: '*', peerPort: '*', state: 'LISTEN'},
      {
        protocol: 'udp6',
        localAddress: 'fe80::1%lo0',
        localPort: '123',
        peerAddress: '*',
        peerPort: '*',
        state: 'UNKNOWN',
      },
      {protocol: 'udp', localAddress: '0.0.0.0', localPort: '500', peerAddress: '*', peerPort: '*', state: ''},
      {localAddress: '::', localPort: '135', peerAddress: '::', peerPort: '0', state: 'LISTENING'},
    ),
    [
      'tcp 6 LISTEN :: 22   ',
      'tcp 4 LISTEN 0.0.0.0 22   ',
      'udp 6 UNCONN fe80::1 123 lo0  ',
      'udp 4 UNCONN 0.0.0.0 500   ',
      'tcp 6 LISTEN :: 135   ',
    ],
  );
});

test('every spelling of a state is understood', () => {
  const spellings = {
    ESTABLISHED: ['ESTAB', 'ESTABLISHED'],
    TIME_WAIT: ['TIME-WAIT', 'TIME_WAIT', 'time_wait'],
    FIN_WAIT1: ['FIN-WAIT-1', 'FIN_WAIT_1', 'FIN_WAIT1'],
    FIN_WAIT2: ['FIN-WAIT-2', 'FIN_WAIT_2', 'FIN_WAIT2'],
    SYN_SENT: ['SYN-SENT', 'SYN_SENT'],
    SYN_RECV: ['SYN-RECV', 'SYN_RECEIVED', 'SYN_RCVD'],
    CLOSE_WAIT: ['CLOSE-WAIT'],
    LAST_ACK: ['LAST-ACK'],
    CLOSING: ['CLOSING'],
    CLOSE: ['CLOSE', 'CLOSED'],
    LISTEN: ['LISTEN', 'LISTENING'],
  };
  for (const [state, texts] of Object.entries(spellings)) {
    for (const text of texts) assert.equal(parseState(text), state);
  }
  for (const text of ['', 'UNKNOWN', 'constructor', '__proto__']) assert.equal(parseState(text), null);
});

test('an address that was cut is marked and counted', () => {
  const cut = [
    {
      protocol: 'tcp6',
      localAddress: '2001:db8:85a3:8d3',
      localPort: '22',
      peerAddress: '::',
      peerPort: '*',
      state: 'LISTEN',
    },
    {protocol: 'udp6', localAddress: 'fe80::688d:67ff:fe', localPort: '5555', peerAddress: '::1', peerPort: '9'},
  ];
  const {sockets, cutAddresses} = parseConnections(cut.map(connection));
  assert.deepEqual(
    sockets.map(({row}) => row.local.address),
    ['2001:db8:85a3:8d3…', 'fe80::688d:67ff:fe…'],
  );
  assert.equal(cutAddresses, 2);
});

test('a long address that ss printed whole is not taken for cut', () => {
  const long = '[2001:db8:85a3:8d3:1319:8a2e:370:7348]';
  const {sockets, cutAddresses} = parseConnections([connection({localAddress: long, peerAddress: long})]);
  assert.equal(sockets[0]?.row.local.address, '2001:db8:85a3:8d3:1319:8a2e:370:7348');
  assert.equal(cutAddresses, 0);
});

test('records that are no socket are counted', () => {
  const broken = [{protocol: 'unix'}, {localPort: 'x'}, {localPort: '70000'}, {state: 'UNKNOWN'}, {protocol: ''}];
  const {sockets, unreadable} = parseConnections([...broken, {}].map(connection));
  assert.deepEqual([sockets.length, unreadable], [1, broken.length]);
});

test('a process ID that is none is null, and a program name is made fit to print', () => {
  const {sockets} = parseConnections(
    [{}, {pid: null}, {pid: Number.NaN}, {pid: 0}, {process: 'a\x1b[8m'}].map(connection),
  );
  assert.deepEqual(
    sockets.map(({pid, program}) => [pid, program]),
    [
      [812, 'curl'],
      [null, 'curl'],
      [null, 'curl'],
      [null, 'curl'],
      [812, 'a\\x1b[8m'],
    ],
  );
});
