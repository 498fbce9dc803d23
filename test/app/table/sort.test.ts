import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnIds} from '../../../source/app/table/column-widths.ts';
import {compareRows} from '../../../source/app/table/group-rows.ts';
import {compareBy, readSort, type Sort, sortFromUsual} from '../../../source/app/table/sort.ts';
import type {Seen} from '../../../source/app/table/track-changes.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {cellOptionsOf, exampleSnapshot, exampleSockets} from '../../helpers/example-host.ts';

const at = exampleSnapshot.takenAt;
const seen = (since: number, received: number | null = null, sent = 0): Seen => ({
  since,
  firstPoll: 2,
  change: null,
  rates: received === null ? null : {received, sent},
});

/** Two or three sockets and what is known of them, in the natural order of one column. */
type Case = {readonly sockets: readonly Socket[]; readonly seen?: readonly Seen[]};

const web = (port: number, peer: string, changes: Partial<Socket> = {}): Socket =>
  socket(`tcp ESTABLISHED 10.0.0.5:${port} ${peer}`, hidden('needs-root'), changes);
const pair: readonly [Socket, Socket] = [web(51001, '203.0.113.9:443'), web(51002, '203.0.113.9:443')];

const cases: Readonly<Record<string, Case>> = {
  verdict: {
    sockets: [
      socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/x')),
      socket('tcp LISTEN 0.0.0.0:8080'),
      socket('tcp LISTEN 127.0.0.1:25'),
    ],
  },
  proto: {sockets: [socket('tcp LISTEN 0.0.0.0:9'), socket('tcp LISTEN [::]:9'), socket('udp UNCONN 0.0.0.0:9')]},
  recvq: {sockets: [web(2, '203.0.113.9:443', {recvQueue: 10}), web(1, '203.0.113.9:443', {recvQueue: 9})]},
  sendq: {sockets: [web(2, '203.0.113.9:443', {sendQueue: 10}), web(1, '203.0.113.9:443', {sendQueue: 9})]},
  port: {sockets: [web(60000, '203.0.113.9:80'), socket('tcp LISTEN 0.0.0.0:443'), web(50000, '203.0.113.9:8080')]},
  ends: {sockets: [web(60000, '203.0.113.9:80'), socket('tcp LISTEN 0.0.0.0:443'), web(50000, '203.0.113.9:8080')]},
  local: {sockets: [socket('tcp LISTEN 0.0.0.0:90'), socket('tcp LISTEN 0.0.0.0:800'), web(1, '1.1.1.1:1')]},
  peer: {sockets: [socket('tcp LISTEN 0.0.0.0:1'), web(9, '198.51.100.7:443'), web(8, '203.0.113.9:80')]},
  netns: {
    sockets: [
      socket('tcp LISTEN 0.0.0.0:2'),
      socket('tcp LISTEN 0.0.0.0:443', hidden('needs-root'), {netns: {name: trusted('db'), inode: 7}}),
      socket('tcp LISTEN 0.0.0.0:22', hidden('needs-root'), {netns: {name: trusted('web'), inode: 6}}),
    ],
  },
  service: {
    sockets: [socket('tcp LISTEN 0.0.0.0:443'), socket('tcp LISTEN 0.0.0.0:22'), socket('udp UNCONN 0.0.0.0:38142')],
  },
  owner: {
    sockets: [
      socket('tcp LISTEN 0.0.0.0:3', owner('/usr/sbin/NetworkManager')),
      socket('tcp LISTEN 0.0.0.0:2', owner('/usr/sbin/nginx')),
      socket('tcp LISTEN 0.0.0.0:1', owner('/usr/sbin/sshd')),
    ],
  },
  user: {
    sockets: [
      socket('tcp LISTEN 0.0.0.0:2', ownerOf(process('/usr/bin/x', {user: trusted('anna')}))),
      socket('tcp LISTEN 0.0.0.0:1', hidden('needs-root'), {user: trusted('root')}),
    ],
  },
  age: {sockets: pair.toReversed(), seen: [seen(at - 1000), seen(at - 5000)]},
  in: {sockets: pair.toReversed(), seen: [seen(at, 100), seen(at, 5)]},
  out: {sockets: pair.toReversed(), seen: [seen(at, 0, 100), seen(at)]},
  why: {sockets: [socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')), socket('tcp LISTEN 127.0.0.1:1')]},
};

function sorted(rows: readonly AssessedSocket[], sort: Sort | null, known: readonly Seen[], keys: readonly string[]) {
  const options = cellOptionsOf({seenOf: row => known[keys.indexOf(row.socket.key)]});
  return rows.toSorted(compareBy(sort, options)).map(({socket: {key}}) => key);
}

test('every column that sorts has a case here', () => {
  assert.deepEqual(Object.keys(cases).sort(), [...columnIds].sort());
});

for (const [column, {sockets, seen: known = []}] of Object.entries(cases)) {
  test(`by ${column} rows are in its natural direction, and reversed the other way round`, () => {
    const keys = sockets.map(({key}) => key);
    const {rows} = assessAllNow(sockets.toReversed(), nameOf);
    assert.deepEqual(sorted(rows, {column, reversed: false}, known, keys), keys);
    assert.deepEqual(sorted(rows, {column, reversed: true}, known, keys), keys.toReversed());
  });

  test(`by ${column} equal rows are in the usual order, reversed too`, () => {
    const {rows} = assessAllNow(exampleSockets, nameOf);
    for (const reversed of [false, true]) {
      const compare = compareBy({column, reversed}, cellOptionsOf());
      const forth = rows.toSorted(compare);
      assert.deepEqual(rows.toReversed().toSorted(compare), forth, 'whatever the order was before');
      const equal = forth.filter(row => isEqual(column, row, forth[0]));
      assert.deepEqual(equal, equal.toSorted(compareRows));
    }
  });
}

const many = Array.from({length: 2500}, (_, index) => web(40_000 + index, `203.0.113.${index % 250}:${1000 + index}`));

for (const [what, sockets] of [
  ['a few sockets', exampleSockets],
  ['more different values than are sorted at once', many],
] as const) {
  test(`rows in the usual order are sorted as any others: ${what}`, () => {
    const usual = assessAllNow(sockets, nameOf).rows.toSorted(compareRows);
    for (const column of columnIds) {
      for (const reversed of [false, true]) {
        const sort = {column, reversed};
        const sortedRows = finish(sortFromUsual(usual, sort, cellOptionsOf()));
        assert.deepEqual(sortedRows, usual.toSorted(compareBy(sort, cellOptionsOf())), column);
      }
    }
  });
}

/** Whether two rows are equal in a column: neither its order nor the reverse puts one first. */
function isEqual(column: string, a: AssessedSocket, b: AssessedSocket | undefined): boolean {
  const signs = [false, true].map(reversed => Math.sign(compareBy({column, reversed}, cellOptionsOf())(a, b ?? a)));
  return signs[0] === signs[1];
}

test('without a column, or with one that does not sort, the usual order holds', () => {
  assert.equal(compareBy(null, cellOptionsOf()), compareRows);
  assert.equal(compareBy({column: 'nonsense', reversed: false}, cellOptionsOf()), compareRows);
});

test('a column is read as typed, with - before it for reverse', () => {
  assert.deepEqual(readSort('port'), {column: 'port', reversed: false});
  assert.deepEqual(readSort('-port'), {column: 'port', reversed: true});
  for (const wrong of ['', '-', '--port', 'ports', 'PORT', ' port']) assert.equal(readSort(wrong), null, wrong);
});
