import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keySockets, socketKey} from '../../source/collect/socket-key.ts';
import type {SocketRow} from '../../source/collect/socket-row.ts';
import type {Endpoint} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';

const end = (address: string, port: number, device: string | null = null): Endpoint => ({
  address: trusted(address),
  port,
  interface: device === null ? null : trusted(device),
});
const connected: SocketRow = {
  protocol: 'tcp',
  family: 4,
  state: 'ESTABLISHED',
  local: end('10.0.0.5', 41000),
  peer: end('203.0.113.9', 443),
  recvQueue: 0,
  sendQueue: 0,
  uid: 1000,
  inode: 77,
  v6only: null,
  tcp: null,
  mptcp: false,
  netns: null,
};
const listening: SocketRow = {...connected, state: 'LISTEN', local: end('0.0.0.0', 22), peer: null};

test('a TCP connection keeps its key when its process lets go of it', () => {
  const closing: SocketRow = {...connected, state: 'TIME_WAIT', inode: null, uid: null};
  assert.equal(socketKey(closing), socketKey(connected));
});

test('a UDP socket keeps its key when it is connected', () => {
  const unconnected: SocketRow = {...listening, protocol: 'udp', state: 'UNCONN'};
  assert.equal(socketKey({...unconnected, state: 'ESTABLISHED', peer: end('192.0.2.1', 53)}), socketKey(unconnected));
});

test('protocol, IP version, either end and inode distinguish sockets', () => {
  const rows: SocketRow[] = [
    connected,
    {...connected, local: end('10.0.0.5', 41001)},
    {...connected, peer: end('203.0.113.9', 444)},
    {...connected, family: 6},
    listening,
    {...listening, inode: 78},
    {...listening, protocol: 'udp'},
    {...listening, inode: null},
    {...listening, inode: null, local: end('0.0.0.0', 23)},
  ];
  assert.equal(new Set(rows.map(socketKey)).size, rows.length);
});

test('a socket that was shown twice is one socket', () => {
  const rows = keySockets([connected, listening, {...connected, recvQueue: 9}]);
  assert.deepEqual([...rows.values()], [connected, listening]);
});

test('different sockets of one key get an ordinal each', () => {
  const rows = [connected, {...connected, inode: 78}, {...connected, inode: 79}, {...connected, inode: 78}];
  const keys = [...keySockets(rows).keys()];
  const [first = ''] = keys;
  assert.deepEqual(keys, [first, `${first} #2`, `${first} #3`]);
});

test('connections of two link-local devices with the same addresses are two sockets', () => {
  const on = (device: string): SocketRow => ({...connected, family: 6, inode: null, local: end('fe80::1', 9, device)});
  assert.equal(keySockets([on('eth0'), on('eth1'), on('eth0')]).size, 2);
});
