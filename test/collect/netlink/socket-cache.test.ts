import assert from 'node:assert/strict';
import {test} from 'node:test';
import {describe} from '../../../source/collect/netlink/describe.ts';
import {createSocketCache} from '../../../source/collect/netlink/socket-cache.ts';
import {unknown} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import {attribute, type Fields, inetDiag, viewOf, words} from './messages.ts';

const names = {device: () => null, user: () => trusted('root'), netns: null};

function remember() {
  const built: string[] = [];
  const cache = createSocketCache((sample, cookie, before) => {
    built.push(cookie);
    return describe('tcp', sample, cookie, names, before);
  });
  const find = (sockets: readonly Fields[]) => {
    cache.begin();
    for (const fields of sockets) {
      const view = viewOf(inetDiag(fields));
      cache.onSocket(view, 0, view.byteLength);
    }
    return cache.finish();
  };
  const poll = (sockets: readonly Fields[]) => find(sockets).cached.map(({socket}) => socket);
  return {cache, find, poll, built};
}

const one: Fields = {cookie: [1, 0], inode: 11, ports: [22, 50_000], local: [0x7f000001], peer: [0x7f000002]};
const two: Fields = {cookie: [2, 0], inode: 12, ports: [22, 50_001], local: [0x7f000001], peer: [0x7f000002]};

test('A poll in which nothing changed gives the same array of the same objects, and builds nothing', () => {
  const {find, built} = remember();
  const first = find([one, two]);
  assert.equal(first.change, 'sockets');
  assert.deepEqual(find([one, two]), {cached: first.cached, change: 'nothing'});
  assert.equal(find([two, one]).cached, first.cached);
  assert.deepEqual(built, ['1', '2']);
});

test('A change of queues and counters differs from one that may change an owner', () => {
  const {find} = remember();
  const {cached} = find([one, two]);
  const counted = find([one, {...two, queues: [3, 0]}]);
  assert.equal(counted.change, 'counters');
  assert.equal(counted.cached, cached);
  for (const changed of [
    {...one, state: 8},
    {...one, inode: 0},
    {...one, ports: [22, 1]},
  ] as const) {
    assert.equal(find([changed, {...two, queues: [9, 9]}]).change, 'sockets');
  }
  assert.equal(find([two]).change, 'sockets');
});

test('An owner given to a socket stays with it while its counters change', () => {
  const {find} = remember();
  const [entry] = find([one]).cached;
  assert.ok(entry);
  entry.socket = {...entry.socket, owner: unknown('kernel')};
  const [after] = find([{...one, queues: [1, 1]}]).cached;
  assert.equal(after?.socket.owner, unknown('kernel'));
  assert.equal(after?.socket.recvQueue, 1);
});

test('Of several sockets only the changed one is a new object', () => {
  const {poll} = remember();
  const [before, other] = poll([one, two]);
  const [after, same] = poll([{...one, queues: [5, 0]}, two]);
  assert.ok(before && after);
  assert.deepEqual(after, {...before, recvQueue: 5});
  assert.equal(after.local, before.local);
  assert.equal(same, other);
});

test('A counter of tcp_info that moves is a change', () => {
  const {poll} = remember();
  const counted = (bytes: number): Fields => ({
    ...one,
    attributes: [attribute(2, words(Array.from({length: 60}, (_, index) => (index === 32 ? bytes : 0))))],
  });
  assert.equal(poll([counted(10)])[0]?.tcp?.bytesReceived, 10);
  assert.equal(poll([counted(10_000)])[0]?.tcp?.bytesReceived, 10_000);
});

test('A socket whose peer changes has the new peer', () => {
  const {poll} = remember();
  poll([one]);
  assert.equal(poll([{...one, peer: [0x7f000003]}])[0]?.peer?.address, '127.0.0.3');
});

test('A socket that is gone is forgotten, and its place is taken by the next one', () => {
  const {poll} = remember();
  const [, cached] = poll([one, two]);
  const left = poll([two]);
  assert.deepEqual(left, [cached]);
  const [again, fresh] = poll([two, {...one, cookie: [3, 0], inode: 13}]);
  assert.equal(again, cached);
  assert.equal(fresh?.inode, 13);
  assert.deepEqual(poll([]), []);
});

test('A socket of the same addresses and inode but of another cookie is another socket', () => {
  const {poll} = remember();
  const [before] = poll([one]);
  const [after] = poll([{...one, cookie: [9, 0]}]);
  assert.notEqual(after, before);
  assert.notEqual(after?.key, before?.key);
});

test('A socket that one dump shows twice is one socket, as it was last seen', () => {
  const {poll} = remember();
  const rows = poll([one, two, {...one, state: 6, inode: 0}]);
  assert.deepEqual(
    rows.map(row => [row.inode, row.state]),
    [
      [null, 'TIME_WAIT'],
      [12, 'ESTABLISHED'],
    ],
  );
});

test('A socket of an interrupted dump does not count when the repeat lacks it', () => {
  const {cache, poll} = remember();
  const view = viewOf(inetDiag(two));
  poll([one]);
  cache.begin();
  cache.onSocket(view, 0, view.byteLength);
  assert.deepEqual(
    poll([one]).map(row => row.inode),
    [11],
  );
});

test('Sockets of an unknown state and cut off attributes are counted', () => {
  const {cache, poll} = remember();
  assert.deepEqual(poll([{...one, state: 77}]), []);
  assert.equal(cache.unreadable(), 1);
  assert.equal(poll([{...one, attributes: [Uint8Array.of(1)]}]).length, 1);
  assert.equal(cache.unreadable(), 1);
  poll([one]);
  assert.equal(cache.unreadable(), 0);
});

test('Thousands of sockets come and go without being mixed up', () => {
  const {poll} = remember();
  const socket = (id: number): Fields => ({...one, cookie: [id, 0], inode: id, queues: [id, 0]});
  const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => socket(from + index));
  poll(range(1, 3000));
  const half = poll(range(1500, 3000));
  const rows = poll(range(1500, 5000));
  assert.equal(rows.length, 3500);
  assert.ok(rows.every(row => row.key.endsWith(` ${row.inode}`) && row.recvQueue === row.inode));
  assert.ok(half.every((row, index) => rows[index] === row));
});
