import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createReuseRows} from '../../source/collect/reuse-sockets.ts';
import {keySockets} from '../../source/collect/socket-key.ts';
import type {SocketRow} from '../../source/collect/socket-row.ts';
import {unknown} from '../../source/domain/known.ts';
import {trusted} from '../../source/domain/text.ts';

const tcp = {rttMs: 1, retransmits: 0, bytesSent: 5, bytesReceived: 6};
const row: SocketRow = {
  protocol: 'tcp',
  family: 4,
  state: 'ESTABLISHED',
  local: {address: trusted('10.0.0.5'), port: 41000, interface: null},
  peer: {address: trusted('203.0.113.9'), port: 443, interface: null},
  recvQueue: 0,
  sendQueue: 0,
  uid: 1000,
  inode: 77,
  v6only: null,
  tcp,
  mptcp: false,
  netns: null,
};
const why = unknown('needs-root');

test('a socket of which nothing changed is the same object', () => {
  for (const each of [row, {...row, peer: null, tcp: null}]) {
    const reuseRows = createReuseRows(() => trusted('alice'));
    const [before] = reuseRows(keySockets([each]), [why]);
    const [after] = reuseRows(keySockets([structuredClone(each)]), [why]);
    assert.equal(after, before);
    assert.equal(after?.user, 'alice');
  }
});

test('any field that changes makes a new object under the same key', () => {
  const changes: Partial<SocketRow>[] = [
    {state: 'CLOSE_WAIT'},
    {recvQueue: 1},
    {sendQueue: 1},
    {uid: 0},
    {inode: null},
    {local: {...row.local, interface: trusted('eth0')}},
    {tcp: null},
    ...['rttMs', 'retransmits', 'bytesSent', 'bytesReceived'].map(count => ({tcp: {...tcp, [count]: 9}})),
    {v6only: true},
  ];
  for (const change of changes) {
    const reuseRows = createReuseRows(uid => trusted(String(uid)));
    const [before] = reuseRows(keySockets([row]), [why]);
    const [after] = reuseRows(keySockets([{...row, ...change}]), [why]);
    assert.notEqual(after, before, JSON.stringify(change));
    assert.equal(after?.key, before?.key);
  }
});

test('a UDP socket that got a peer, or another one, is a new object under the same key', () => {
  const other = {address: trusted('203.0.113.10'), port: 443, interface: null};
  const reuseRows = createReuseRows(uid => trusted(String(uid)));
  const seen = [null, row.peer, other, null].map(
    peer => reuseRows(keySockets([{...row, protocol: 'udp', tcp: null, peer}]), [why])[0],
  );
  assert.equal(new Set(seen).size, 4);
  assert.equal(new Set(seen.map(socket => socket?.key)).size, 1);
});

test('a new owner or a renamed user makes a new object', () => {
  let name = trusted('alice');
  const reuseRows = createReuseRows(() => name);
  const [first] = reuseRows(keySockets([row]), [why]);
  const [second] = reuseRows(keySockets([row]), [unknown('exited')]);
  assert.notEqual(second, first);
  name = trusted('bob');
  const [third] = reuseRows(keySockets([row]), [unknown('exited')]);
  assert.equal(third?.user, 'bob');
});
