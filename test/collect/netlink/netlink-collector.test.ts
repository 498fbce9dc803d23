import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {unknown} from '../../../source/domain/known.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import {connection, listener, open} from './fake-collector.ts';
import type {Answer, TableName} from './fake-kernel.ts';

test('A poll has the sockets of all four tables, with their users and owners', async () => {
  const {collector, known, dumped} = await open({
    tcp4: [listener, connection],
    tcp6: [{family: 10, cookie: [3, 0]}],
    udp4: [{state: 7, cookie: [4, 0]}],
    udp6: [{family: 10, state: 7, cookie: [5, 0]}],
  });
  const {source, takenAt, sockets, problems} = await collector.poll();
  assert.deepEqual([source, takenAt, collector.id], ['netlink', 1000, 'netlink']);
  assert.deepEqual(
    sockets.map(({protocol, family, state}) => `${protocol}${family} ${state}`),
    ['tcp4 LISTEN', 'tcp4 ESTABLISHED', 'tcp6 ESTABLISHED', 'udp4 UNCONN', 'udp6 UNCONN'],
  );
  assert.equal(sockets[0]?.owner, known.get(11));
  assert.deepEqual([sockets[1]?.user, sockets[1]?.owner], ['www-data', unknown('needs-root')]);
  assert.deepEqual(
    problems.map(({text}) => text),
    ['1 process could not be read'],
  );
  assert.deepEqual(dumped, ['tcp', 'udp4', 'udp6']);
});

test('A kernel that does not dump both versions of IP at once is asked for each, and finds the same', async () => {
  const tables: Partial<Record<TableName, Answer>> = {
    tcp4: [connection],
    tcp6: [listener, {family: 10, cookie: [3, 0]}, {family: 10, state: 7, bound: true, cookie: [6, 0]}],
    udp4: [{state: 7, cookie: [4, 0]}],
  };
  const both = await open(tables);
  const apart = await open(tables, [], undefined, true);
  const keysOf = ({sockets}: Snapshot): readonly string[] => sockets.map(({key}) => key).sort();
  assert.deepEqual(keysOf(await apart.collector.poll()), keysOf(await both.collector.poll()));
  assert.deepEqual(apart.dumped, ['tcp4', 'tcp6', 'udp4', 'udp6']);
});

test('While nothing changes the array of sockets is the same, and no owners are resolved', async () => {
  const {collector, resolved} = await open({tcp4: [listener, connection]});
  const first = await collector.poll();
  const second = await collector.poll();
  assert.equal(second.sockets, first.sockets);
  assert.deepEqual(second.problems, first.problems);
  assert.deepEqual(resolved, [2]);
});

test('Stale owners are resolved anew, and only a socket that changed hands is a new object', async () => {
  const {collector, known, resolved, stale} = await open({tcp4: [listener, connection]});
  const first = await collector.poll();
  known.set(12, {known: true, value: []});
  stale.next = true;
  const second = await collector.poll();
  assert.deepEqual(resolved, [2, 2]);
  assert.notEqual(second.sockets, first.sockets);
  assert.equal(second.sockets[0], first.sockets[0]);
  assert.deepEqual(second.sockets[1], {...first.sockets[1], owner: known.get(12)});
});

test('A queue that moves makes a new object, but no owners are resolved', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener, connection]};
  const {collector, resolved} = await open(tables);
  const first = await collector.poll();
  tables.tcp4 = [{...listener, queues: [1, 128]}, connection];
  const second = await collector.poll();
  assert.deepEqual(second.sockets[0], {...first.sockets[0], recvQueue: 1});
  assert.equal(second.sockets[0]?.owner, first.sockets[0]?.owner);
  assert.equal(second.sockets[1], first.sockets[1]);
  assert.deepEqual(resolved, [2]);
});

test('A queue that moves makes a new object of a raw socket too', async context => {
  const proc = mkdtempSync(join(tmpdir(), 'portwatch-raw-'));
  context.after(() => rmSync(proc, {recursive: true}));
  mkdirSync(join(proc, 'net'));
  const write = (queue: string): void =>
    writeFileSync(
      join(proc, 'net/raw'),
      `  sl\n   1: 00000000:0001 00000000:0000 07 00000000:${queue} 00:00000000 00000000 33 0 11 2 0 0\n`,
    );
  write('00000000');
  const {collector, resolved} = await open({tcp4: [listener]}, [], proc);
  const first = await collector.poll();
  assert.equal(first.sockets.length, 2);
  assert.equal((await collector.poll()).sockets, first.sockets);
  write('00000100');
  const third = await collector.poll();
  assert.deepEqual(third.sockets, [first.sockets[0], {...first.sockets[1], recvQueue: 256}]);
  assert.equal(third.sockets[0], first.sockets[0]);
  assert.deepEqual(resolved, [2]);
});

test('For a new socket owners are resolved', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener]};
  const {collector, resolved} = await open(tables);
  await collector.poll();
  tables.tcp4 = [listener, connection];
  assert.equal((await collector.poll()).sockets.length, 2);
  assert.deepEqual(resolved, [1, 2]);
});

test('A connection keeps its key into TIME_WAIT', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [connection]};
  const {collector} = await open(tables);
  const [before] = (await collector.poll()).sockets;
  tables.tcp4 = [{...connection, state: 6, inode: 0, uid: 0}];
  const [after] = (await collector.poll()).sockets;
  assert.deepEqual([after?.state, after?.key, after?.uid], ['TIME_WAIT', before?.key, null]);
});

test('The first poll searches an owner that it missed at once, later ones in the next poll', async () => {
  const {collector, resolved, dumped} = await open({tcp4: [connection]}, [1, 1, 1]);
  await collector.poll();
  assert.deepEqual(resolved, [1, 1]);
  assert.deepEqual(dumped.filter(name => name === 'tcp').length, 2);
  await collector.poll();
  assert.deepEqual(resolved, [1, 1, 1]);
});

test('A device is named once, until an index shows up that has no name yet', async () => {
  const tables: Partial<Record<TableName, Answer>> = {udp4: [{state: 7, cookie: [1, 0], device: 3}]};
  const {collector, namedDevices} = await open(tables);
  assert.equal((await collector.poll()).sockets[0]?.local.interface, 'eth3');
  tables.udp4 = [{state: 7, cookie: [2, 0], device: 3}];
  await collector.poll();
  assert.deepEqual(namedDevices, [3]);
  tables.udp4 = [
    {state: 7, cookie: [3, 0], device: 4},
    {state: 7, cookie: [4, 0], device: 3},
    {state: 7, cookie: [5, 0], device: 9},
  ];
  assert.deepEqual(
    (await collector.poll()).sockets.map(({local}) => local.interface),
    ['eth4', 'eth3', null],
  );
  assert.deepEqual(namedDevices, [3, 4, 3, 9]);
});

test('A quick snapshot has the sockets before their owners are resolved, the poll after it has both', async () => {
  const timeWait = {state: 6, cookie: [6, 0], inode: 0, ports: [22, 50_001]} as const;
  const waiting = {...connection, cookie: [7, 0], inode: 0} as const;
  const {collector, known, resolved} = await open({tcp4: [listener, connection, timeWait, waiting]});
  assert.ok(collector.quickSnapshot);
  const glance = await collector.quickSnapshot();
  const why = ['pending', 'pending', 'closing', 'not-accepted'] as const;
  assert.deepEqual(
    glance.sockets.map(({owner}) => owner),
    why.map(unknown),
  );
  assert.deepEqual([glance.problems, resolved], [[], []]);
  const poll = await collector.poll();
  assert.deepEqual(
    poll.sockets.map(({key}) => key),
    glance.sockets.map(({key}) => key),
  );
  assert.equal(poll.sockets[0]?.owner, known.get(11));
  assert.equal(glance.sockets[0]?.owner, unknown('pending'), 'what was handed out does not change');
  assert.deepEqual(resolved, [4]);
});
