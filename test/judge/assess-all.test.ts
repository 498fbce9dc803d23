import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isExposed} from '../../source/app/table/exposed.ts';
import {noEvidence} from '../../source/domain/evidence.ts';
import {known} from '../../source/domain/known.ts';
import type {Owner, Socket} from '../../source/domain/socket.ts';
import type {AssessedSnapshot, AssessedSocket} from '../../source/judge/assess-all.ts';
import {assessAllNow, endpoint, hidden, nameOf, owner, process, socket} from '../helpers/build.ts';

const listener = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd'));
const web = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));

const rowOf = ({rows}: AssessedSnapshot, key: string): AssessedSocket | undefined =>
  rows.find(({socket}) => socket.key === key);

test('sockets are judged in the order of the look', () => {
  const {rows} = assessAllNow([listener, session], nameOf);
  assert.deepEqual(
    rows.map(({socket: {key}}) => key),
    [listener.key, session.key],
  );
});

test('a socket that did not change keeps its row', () => {
  const before = assessAllNow([listener, session, web], nameOf);
  const after = assessAllNow([web, listener, session], nameOf, before);
  for (const {key} of [listener, session, web]) assert.equal(rowOf(after, key), rowOf(before, key));
});

const shell: Owner = known([{process: process('/usr/bin/bash'), descriptors: [0]}]);
const waits = socket('udp UNCONN [::]:5353', owner('/usr/sbin/avahi-daemon'));
const waitsInIPv4 = socket('udp UNCONN 0.0.0.0:5353', owner('/usr/sbin/avahi-daemon'));
const kernels = socket('udp ESTABLISHED 10.0.0.5:51000 203.0.113.9:4444', hidden('kernel'));

const differences: readonly (readonly [what: string, socket: Socket, change: Partial<Socket>])[] = [
  ['owner', web, {owner: shell}],
  ['local end', web, {local: endpoint('127.0.0.1:51000')}],
  ['peer', web, {peer: endpoint('203.0.113.9:6667')}],
  ['inode', kernels, {inode: null}],
  ['IPV6_V6ONLY', waits, {v6only: false}],
];

for (const [what, old, change] of differences) {
  test(`a socket of which the ${what} alone changed is judged anew`, () => {
    const now: Socket = {...old, ...change};
    const before = assessAllNow([old, waitsInIPv4], nameOf);
    const [row] = assessAllNow([now, waitsInIPv4], nameOf, before).rows;
    assert.deepEqual(row, assessAllNow([now, waitsInIPv4], nameOf).rows[0]);
    assert.notDeepEqual({...row, socket: old}, before.rows[0]);
  });
}

test('a socket of which only counters changed keeps its assessment, in a row of its own', () => {
  const before = assessAllNow([web], nameOf);
  const now = {...web, recvQueue: 7};
  const [row] = assessAllNow([now], nameOf, before).rows;
  assert.notEqual(row, before.rows[0]);
  assert.equal(row?.socket, now);
  assert.equal(row?.assessment, before.rows[0]?.assessment);
});

test('sockets of which none listens come and go without a new judgement of the others', () => {
  const before = assessAllNow([listener, session], nameOf);
  const after = assessAllNow([listener, session, web], nameOf, before);
  assert.equal(rowOf(after, session.key), rowOf(before, session.key));
});

/** Both ports are such as clients are given, so they show nothing. */
const peerToPeer = socket('tcp ESTABLISHED 10.0.0.5:51413 198.51.100.7:50122', owner('/usr/bin/transmission-daemon'));
const waitsForPeers = socket('tcp LISTEN 0.0.0.0:51413', owner('/usr/bin/transmission-daemon'));
const directionIn = (poll: AssessedSnapshot, {key}: Socket): string | undefined => rowOf(poll, key)?.direction;

test('a connection keeps its direction when its listener goes', () => {
  const before = assessAllNow([waitsForPeers, peerToPeer], nameOf);
  const after = assessAllNow([peerToPeer], nameOf, before);
  assert.equal(directionIn(after, peerToPeer), 'inbound');
  assert.equal(directionIn(assessAllNow([{...peerToPeer}], nameOf, after), peerToPeer), 'inbound', 'a refresh later');
});

test('a session stays one when the SSH server stops, also without the privilege to see who holds it', () => {
  for (const holder of [owner('/usr/sbin/sshd'), hidden('needs-root')]) {
    const held = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', holder);
    const before = assessAllNow([socket('tcp LISTEN 0.0.0.0:22', holder), held], nameOf);
    const after = assessAllNow([held], nameOf, before);
    const later = assessAllNow([{...held}], nameOf, after);
    for (const poll of [before, after, later]) assert.equal(rowOf(poll, held.key)?.assessment.rule.id, 'ssh-session');
    assert.equal(directionIn(later, held), 'inbound');
  }
});

test('the data connection of active FTP is ftp-data at both ends', () => {
  const ends = ['10.0.0.5:20 198.51.100.7:50122', '10.0.0.5:50122 198.51.100.7:20'];
  const {rows} = assessAllNow(
    ends.map(each => socket(`tcp ESTABLISHED ${each}`)),
    nameOf,
  );
  assert.deepEqual(
    rows.map(({servicePort, service, direction}) => [servicePort, service, direction]),
    [
      [20, 'ftp-data', 'outbound'],
      [20, 'ftp-data', 'inbound'],
    ],
  );
});

test('UDP on a port that clients are given counts apart from listeners, unless something speaks against it', () => {
  const evidence = {...noEvidence, host: {...noEvidence.host, ephemeralPorts: known([32_768, 60_999] as const)}};
  const rowsOf = (...sockets: readonly Socket[]) => assessAllNow(sockets, nameOf, undefined, evidence).rows;
  const resolver = owner('/usr/sbin/unbound');
  const [dynamic, ipv6, below, named, local, tcp] = rowsOf(
    socket('udp UNCONN 0.0.0.0:50123', resolver),
    socket('udp UNCONN [::]:50123', resolver),
    socket('udp UNCONN 0.0.0.0:20123', resolver),
    socket('udp UNCONN 0.0.0.0:51820', resolver),
    socket('udp UNCONN 127.0.0.1:50123', resolver),
    socket('tcp LISTEN 0.0.0.0:50123', resolver),
  );
  assert.deepEqual(
    [dynamic, ipv6, below, named, local, tcp].map(row => row && [row.isDynamic, isExposed(row)]),
    [
      [true, false],
      [true, false],
      [false, true],
      [false, true],
      [false, false],
      [false, true],
    ],
  );
  assert.deepEqual([dynamic?.assessment.verdict, dynamic?.assessment.why], ['learn', 'client, or RPC?']);
  const [scratch] = rowsOf(socket('udp UNCONN 0.0.0.0:50123', owner('/tmp/x')));
  assert.ok(scratch && isExposed(scratch), 'suspect');
  const [elsewhere] = assessAllNow([socket('udp UNCONN 0.0.0.0:50123', resolver)], nameOf).rows;
  assert.ok(elsewhere && isExposed(elsewhere), 'the range is not known');
});

test('a connection that was seen to be opened keeps its direction when a listener comes on its port', () => {
  const before = assessAllNow([{...peerToPeer, state: 'SYN_SENT'}], nameOf);
  const after = assessAllNow([waitsForPeers, peerToPeer], nameOf, before);
  assert.equal(directionIn(after, peerToPeer), 'outbound');
});

test('a connection that closes keeps the direction it had, though nothing shows it any more', () => {
  const closing: Socket = {...peerToPeer, state: 'TIME_WAIT', owner: hidden('closing')};
  const before = assessAllNow([peerToPeer], nameOf);
  assert.equal(directionIn(before, peerToPeer), 'outbound');
  assert.equal(directionIn(assessAllNow([closing], nameOf, before), closing), 'outbound');
  assert.equal(directionIn(assessAllNow([closing], nameOf), closing), 'unknown');
});

test('all are judged anew when a listener comes on a port that has one, at another address', () => {
  const local = socket('tcp LISTEN 127.0.0.1:51413');
  const before = assessAllNow([local, peerToPeer], nameOf);
  assert.equal(directionIn(before, peerToPeer), 'outbound');
  const after = assessAllNow([local, waitsForPeers, peerToPeer], nameOf, before);
  assert.equal(directionIn(after, peerToPeer), 'inbound');
});

test('a connection keeps its direction when its listener stops to take IPv4', () => {
  const dual = socket('tcp LISTEN [::]:51413');
  const before = assessAllNow([dual, peerToPeer], nameOf);
  assert.equal(directionIn(before, peerToPeer), 'inbound');
  const after = assessAllNow([{...dual, v6only: true}, peerToPeer], nameOf, before);
  assert.equal(directionIn(after, peerToPeer), 'inbound');
});

test('the direction is unknown in a text without listeners, and only for the protocol that it has none of', () => {
  const waits = socket('udp UNCONN 0.0.0.0:68');
  const datagrams = socket('udp ESTABLISHED 10.0.0.5:51413 198.51.100.7:50122');
  const saved = (...sockets: readonly Socket[]): AssessedSnapshot =>
    assessAllNow(sockets, nameOf, undefined, undefined, 'saved');
  assert.equal(directionIn(saved(peerToPeer, waits), peerToPeer), 'unknown');
  assert.equal(directionIn(saved(peerToPeer, listener), peerToPeer), 'outbound');
  assert.equal(directionIn(saved(datagrams, listener), datagrams), 'unknown');
  assert.equal(directionIn(saved(datagrams, waits), datagrams), 'outbound');
});

test('who listens is what it is now, also where that is why it is not known', () => {
  const waiting = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', hidden('not-accepted'));
  const before = assessAllNow([{...listener, owner: hidden('pending')}, waiting], nameOf);
  const after = assessAllNow([{...listener, owner: hidden('needs-root')}, waiting], nameOf, before);
  assert.deepEqual(rowOf(after, waiting.key)?.listenerOwners, [hidden('needs-root')]);
});

test('a socket that is gone leaves nothing behind', () => {
  const {rows, delta} = assessAllNow([web], nameOf, assessAllNow([listener, web], nameOf));
  assert.deepEqual(
    rows.map(({socket: {key}}) => key),
    [web.key],
  );
  assert.deepEqual(
    delta.closed.map(({socket: {key}}) => key),
    [listener.key],
  );
});

const many = Array.from({length: 12}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:${50_000 + index} 203.0.113.9:443`),
);
/**
 * Some sockets as a collector tells them: those of the poll before in their order, new ones anywhere; or in any order.
 */
const anyLook = fc.oneof(
  fc.subarray(many),
  fc.shuffledSubarray(many),
  fc.subarray(many).map(all => all.map((each, index) => (index % 3 === 0 ? {...each, recvQueue: index} : each))),
);

test('whatever order sockets come in, what opened, changed and closed is told, and what did not change keeps its row', () => {
  fc.assert(
    fc.property(fc.array(anyLook, {maxLength: 6}), polls => {
      let before = assessAllNow([], nameOf);
      for (const sockets of polls) {
        const after = assessAllNow(sockets, nameOf, before);
        const {opened, changed, closed} = after.delta;
        const old = new Map(before.rows.map(row => [row.socket.key, row]));
        const keys = new Set(sockets.map(({key}) => key));
        assert.deepEqual(
          after.rows.map(row => row.socket),
          sockets,
        );
        assert.deepEqual(
          opened,
          after.rows.filter(row => !old.has(row.socket.key)),
        );
        assert.deepEqual(
          closed,
          before.rows.filter(row => !keys.has(row.socket.key)),
        );
        assert.deepEqual(
          changed.map(([was, now]) => [was, now.socket]),
          after.rows
            .filter(row => old.has(row.socket.key) && old.get(row.socket.key)?.socket !== row.socket)
            .map(row => [old.get(row.socket.key), row.socket]),
        );
        const standing = after.rows.filter(row => old.get(row.socket.key)?.socket === row.socket);
        for (const row of standing) assert.equal(row, old.get(row.socket.key));
        before = after;
      }
    }),
    {numRuns: 300},
  );
});
