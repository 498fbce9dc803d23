import assert from 'node:assert/strict';
import {test} from 'node:test';
import {decodePart} from '../../../source/collect/netlink/decode.ts';
import {type Before, describe, type Names} from '../../../source/collect/netlink/describe.ts';
import {field, readCookie, readSample, sampleLength} from '../../../source/collect/netlink/inet-diag.ts';
import {unknown} from '../../../source/domain/known.ts';
import type {Endpoint, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {attribute, fixture, inetDiag, viewOf} from './messages.ts';

const names: Names = {device: index => trusted(`eth${index}`), user: uid => trusted(`user${uid}`), netns: null};

function socketsOf(name: 'tcp4' | 'tcp6' | 'udp4' | 'udp6' | 'mptcp'): Socket[] {
  const rows: Socket[] = [];
  for (const part of fixture(name)) {
    decodePart(part, part.byteLength, 1, (view, start, end) => {
      const sample = new Uint32Array(sampleLength);
      assert.ok(readSample(view, start, end, sample));
      const row = describe(
        name.startsWith('udp') ? 'udp' : 'tcp',
        sample,
        String(readCookie(view, start)),
        names,
        null,
      );
      assert.ok(row);
      rows.push(row);
    });
  }
  return rows;
}

const end = (at: Endpoint | null): string =>
  at ? `${at.address}${at.interface ? `%${at.interface}` : ''} ${at.port}` : '*';
const short = (row: Socket): string =>
  `${row.state} ${end(row.local)} ${end(row.peer)} q${row.recvQueue},${row.sendQueue} i${row.inode}`;

// As ss -M lists them: 7420 listens so, 57996 was refused it by its peer.
test('A captured dump shows which sockets are of Multipath TCP', () => {
  assert.deepEqual(
    socketsOf('mptcp').map(({mptcp, state, local, peer}) => [mptcp, state, local.port, peer?.port ?? null]),
    [
      [true, 'LISTEN', 7420, null],
      [false, 'LISTEN', 7419, null],
      [null, 'CLOSE', 7777, null],
      [true, 'ESTABLISHED', 57996, 7419],
      [false, 'ESTABLISHED', 7419, 57996],
      [true, 'ESTABLISHED', 7420, 36864],
      [false, 'ESTABLISHED', 7420, 36872],
      [true, 'ESTABLISHED', 36864, 7420],
      [false, 'ESTABLISHED', 36872, 7420],
    ],
  );
});

// The scene of the fixtures: what ss(8) printed of the same sockets.
test('A captured dump of TCP over IPv4 is read as ss prints it', () => {
  assert.deepEqual(socketsOf('tcp4').map(short), [
    'LISTEN 127.0.0.1 8080 * q1,5 i109068',
    'CLOSE 10.0.0.5 7777 * q0,0 i109080',
    'ESTABLISHED 127.0.0.1 8080 127.0.0.1 50856 q0,0 inull',
    'ESTABLISHED 127.0.0.1 47760 127.0.0.1 8443 q0,0 i109073',
    'ESTABLISHED 127.0.0.1 8080 127.0.0.1 50850 q600,0 i109072',
    'SYN_SENT 10.0.0.5 51102 10.0.0.99 80 q0,1 i109081',
    'ESTABLISHED 127.0.0.1 50850 127.0.0.1 8080 q0,0 i109071',
    'TIME_WAIT 127.0.0.1 50854 127.0.0.1 8080 q0,0 inull',
    'ESTABLISHED 127.0.0.1 50856 127.0.0.1 8080 q0,0 i109079',
  ]);
});

test('A captured dump of TCP over IPv6 has v4-mapped addresses, and which listeners take IPv4 too', () => {
  const rows = socketsOf('tcp6');
  assert.deepEqual(rows.map(short), [
    'LISTEN ::1 9443 * q0,7 i109070',
    'LISTEN :: 8443 * q0,128 i109069',
    'ESTABLISHED ::ffff:127.0.0.1 8443 ::ffff:127.0.0.1 47760 q0,0 i109074',
    'ESTABLISHED ::1 52528 ::1 9443 q0,0 i109075',
    'ESTABLISHED ::1 9443 ::1 52528 q0,0 i109076',
  ]);
  assert.deepEqual(
    rows.slice(0, 3).map(row => row.v6only),
    [true, false, null],
  );
  assert.ok(rows.every(row => row.family === 6 && row.protocol === 'tcp'));
});

test('Captured UDP sockets are UNCONN or ESTABLISHED, with the device they are bound to', () => {
  assert.deepEqual(socketsOf('udp4').map(short), [
    'ESTABLISHED 127.0.0.1 48716 127.0.0.1 5353 q0,0 i109083',
    'UNCONN 0.0.0.0%eth3 68 * q0,0 i109089',
    'UNCONN 0.0.0.0 514 * q0,0 i109084',
    'UNCONN 127.0.0.1 5353 * q832,0 i109082',
  ]);
  assert.deepEqual(socketsOf('udp6').map(short), [
    'UNCONN :: 6353 * q0,0 i109085',
    'ESTABLISHED fe80::5%eth3 9998 fe80::6%eth3 53 q0,0 i109088',
    'UNCONN fe80::5%eth3 9999 * q0,0 i109087',
  ]);
});

test('every captured TCP socket has its tcp_info', () => {
  const rows = socketsOf('tcp4');
  const sender = rows.find(row => row.inode === 109071);
  assert.deepEqual(sender?.tcp, {rttMs: 0.035, retransmits: 0, bytesSent: 1001, bytesReceived: 0});
  assert.deepEqual(
    rows.filter(row => row.tcp === null).map(row => row.state),
    ['CLOSE', 'TIME_WAIT'],
  );
});

test('A socket without inode has no user', () => {
  assert.ok(socketsOf('tcp4').every(row => (row.uid === null) === (row.inode === null)));
});

function describeFields(
  fields: Parameters<typeof inetDiag>[0],
  protocol: 'tcp' | 'udp' = 'tcp',
  before: Before | null = null,
): Socket | null {
  const bytes = inetDiag(fields);
  const sample = new Uint32Array(sampleLength);
  readSample(viewOf(bytes), 0, bytes.length, sample, true);
  return describe(protocol, sample, '1', names, before);
}

test('TCP_NEW_SYN_RECV is SYN_RECV', () => {
  assert.equal(describeFields({state: 12})?.state, 'SYN_RECV');
});

test('A connection stays one of Multipath TCP while it closes, where the kernel reports it no more', () => {
  const open = describeFields({inode: 5});
  assert.ok(open);
  const closing = (mptcp: boolean | null, fields: Parameters<typeof inetDiag>[0] = {state: 6}) =>
    describeFields(fields, 'tcp', {socket: {...open, mptcp}, sameEnds: true})?.mptcp;
  assert.deepEqual([closing(true), closing(false), closing(null)], [true, false, null]);
  // INET_DIAG_INFO and INET_DIAG_MARK.
  const plain = {state: 5, attributes: [attribute(2, new Uint8Array(136)), attribute(15, new Uint8Array(4))]};
  assert.deepEqual([closing(true, plain), closing(false, plain), closing(null, plain)], [true, false, false]);
});

test('Where the kernel does not report Multipath TCP, a TCP socket may be one, and a UDP socket is none', () => {
  assert.deepEqual([describeFields({state: 1})?.mptcp, describeFields({state: 1}, 'udp')?.mptcp], [null, false]);
});

test('A state that has no name gives no socket', () => {
  assert.equal(describeFields({state: 0}), null);
  assert.equal(describeFields({state: 99}), null);
  assert.equal(describeFields({state: 10}, 'udp'), null);
});

test('A peer on port 0 is a peer as long as its address is not a wildcard', () => {
  assert.equal(describeFields({state: 1, peer: [0x0a000001]}, 'udp')?.peer?.address, '10.0.0.1');
  assert.equal(describeFields({state: 7, family: 10, peer: [0, 0, 0xffff, 0]}, 'udp')?.peer, null);
});

test('The device belongs to the peer only where it is the scope of a link-local address', () => {
  const peerOf = (peer: number[]) => describeFields({family: 10, device: 2, ports: [1, 2], peer})?.peer?.interface;
  assert.equal(peerOf([0xfe800000, 0, 0, 1]), 'eth2');
  assert.equal(peerOf([0xfebf0000, 0, 0, 1]), 'eth2');
  assert.equal(peerOf([0xfec00000, 0, 0, 1]), null);
  assert.equal(peerOf([0x20010db8, 0, 0, 1]), null);
});

test('Counters of more than 32 bits are whole numbers', () => {
  const sample = new Uint32Array(sampleLength);
  const bytes = inetDiag({});
  readSample(viewOf(bytes), 0, bytes.length, sample, true);
  sample.set([1, 1500, 3, 2, 1, 0, 0xffffffff], field.info);
  assert.deepEqual(describe('tcp', sample, '1', names, null)?.tcp, {
    rttMs: 1.5,
    retransmits: 3,
    bytesSent: 2 * 2 ** 32 + 1,
    bytesReceived: 0xffffffff,
  });
});

test('Key, owner and unchanged endpoints are those of the poll before', () => {
  const fields = {ports: [1, 2], local: [1], peer: [2], inode: 5} as const;
  const first = describeFields(fields);
  assert.ok(first);
  assert.equal(first.owner, unknown('not-collected'));
  const before = {...first, owner: unknown('kernel')};
  const after = describeFields({...fields, state: 8}, 'tcp', {socket: before, sameEnds: true});
  assert.deepEqual(after, {...before, state: 'CLOSE_WAIT'});
  assert.equal(after?.local, before.local);
  assert.equal(after?.peer, before.peer);
  const moved = describeFields({...fields, peer: [3]}, 'tcp', {socket: before, sameEnds: false});
  assert.equal(moved?.peer?.address, '0.0.0.3');
  assert.equal(moved?.key, before.key);
});

test('A socket has the key that its cookie gives it, and the name of its user', () => {
  const socket = describeFields({family: 10, uid: 33, inode: 5}, 'udp');
  assert.equal(socket?.user, 'user33');
  assert.equal(socket?.key, 'udp6 cookie 1');
});
