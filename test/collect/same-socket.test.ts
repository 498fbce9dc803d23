import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reuseSocket} from '../../source/collect/reuse-sockets.ts';
import {isSameSocket} from '../../source/collect/same-socket.ts';
import {known, unknown} from '../../source/domain/known.ts';
import type {Endpoint, Socket, TcpInfo} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {owner} from '../helpers/build.ts';

const local: Endpoint = {address: trusted('10.0.0.5'), port: 41000, interface: null};
const tcp: TcpInfo = {rttMs: 1, retransmits: 0, bytesSent: 5, bytesReceived: 6};
const socket: Socket = {
  key: 'tcp4 cookie 1',
  protocol: 'tcp',
  family: 4,
  state: 'ESTABLISHED',
  local,
  peer: {address: trusted('203.0.113.9'), port: 443, interface: null},
  recvQueue: 0,
  sendQueue: 0,
  uid: 1000,
  user: trusted('alice'),
  inode: 77,
  v6only: null,
  tcp,
  mptcp: false,
  netns: null,
  owner: owner('/usr/bin/curl'),
};

/**
 * Another value of every field but the key, by which a socket is found again. A new field does not compile without one.
 */
const others: {readonly [Field in Exclude<keyof Socket, 'key'>]: readonly Socket[Field][]} = {
  protocol: ['udp'],
  family: [6, null],
  state: ['CLOSE_WAIT'],
  local: othersOf(local, {address: trusted('10.0.0.6'), port: 41001, interface: trusted('eth0')}),
  peer: [null, local],
  recvQueue: [1, null],
  sendQueue: [1, null],
  uid: [0, null],
  user: [trusted('bob'), null],
  inode: [78, null],
  v6only: [true, false],
  tcp: [null, ...othersOf(tcp, {rttMs: 2, retransmits: 1, bytesSent: 7, bytesReceived: 8})],
  mptcp: [true, null],
  netns: [{name: trusted('web'), inode: 7}],
  owner: [unknown('exited'), known([]), owner('/usr/bin/wget')],
};

/** A value with one field after the other changed. */
function othersOf<T extends object>(value: T, changes: Required<T>): readonly T[] {
  return Object.entries(changes).map(([field, change]) => ({...value, [field]: change}));
}

const isSame = (a: Socket, b: Socket): boolean => isSameSocket(a, b, b.user, b.owner);

test('a socket is the same as one of equal fields and the very owner', () => {
  assert.ok(isSame(socket, {...structuredClone(socket), owner: socket.owner}));
  assert.ok(!isSame(socket, structuredClone(socket)));
  const bare = {...socket, peer: null, tcp: null};
  assert.ok(isSame(bare, {...bare}));
});

test('no field of a socket can change without making it another one', () => {
  for (const [field, values] of Object.entries(others)) {
    for (const value of values) {
      const changed: Socket = {...socket, [field]: value};
      assert.ok(!isSame(socket, changed), `${field} ${JSON.stringify(value)}`);
      assert.ok(!isSame(changed, socket), `${field} ${JSON.stringify(value)}`);
      assert.deepEqual(reuseSocket(socket, changed), changed);
    }
  }
});

test('a socket read anew is the object before where its owner is equal too, else it keeps the equal owner', () => {
  assert.equal(reuseSocket(socket, structuredClone(socket)), socket);
  const counted = reuseSocket(socket, {...structuredClone(socket), recvQueue: 9});
  assert.deepEqual(counted, {...socket, recvQueue: 9});
  assert.equal(counted.owner, socket.owner);
  assert.equal(reuseSocket(undefined, socket), socket);
});
