import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {constants} from 'node:os';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {openNetlink} from '../../../source/collect/netlink/collector.ts';
import {SOCK_DIAG_BY_FAMILY} from '../../../source/collect/netlink/decode.ts';
import type {OwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {unknown} from '../../../source/model/known.ts';
import type {Owner} from '../../../source/model/socket.ts';
import {own} from '../../../source/model/text.ts';
import {type Answer, fakeKernel, type TableName} from './fake-kernel.ts';
import {ending, type Fields, inetDiag, join, message} from './messages.ts';

const {EACCES, EIO, ENOENT, EPERM} = constants.errno;

const listener: Fields = {state: 10, cookie: [1, 0], inode: 11, uid: 0, ports: [22, 0], queues: [0, 128]};
const connection: Fields = {
  cookie: [2, 0],
  inode: 12,
  uid: 33,
  ports: [22, 50_000],
  local: [0x0a000001],
  peer: [0x0a000002],
};

/** An index that knows the owners in `known` by inode, and counts how often it was asked. */
function fakeOwners(known: Map<number, Owner>, unsettled: number[] = []) {
  const asked: number[] = [];
  const index: OwnerIndex = {
    resolve: async rows => {
      asked.push(rows.length);
      const problems = [{kind: 'processes-unreadable', count: 1, text: own('1 process could not be read')}];
      const owners = rows.map(({inode}) => known.get(inode ?? 0) ?? unknown('needs-root'));
      return {owners, unsettled: unsettled.shift() ?? 0, problems};
    },
  };
  return {index, asked};
}

async function open(tables: Partial<Record<TableName, Answer>>, unsettled: number[] = []) {
  const kernel = fakeKernel(tables, {3: 'eth3', 4: 'eth4'});
  const known = new Map<number, Owner>([[11, {known: true, value: []}]]);
  const owners = fakeOwners(known, unsettled);
  const clock = {now: 1000};
  const users = {name: (uid: number) => own(uid === 33 ? 'www-data' : `user${uid}`), refresh: () => {}};
  const load = async () => kernel.library;
  const collector = await openNetlink({load, owners: owners.index, users, now: () => clock.now});
  return {...kernel, collector, known, resolved: owners.asked, clock};
}

test('A look has the sockets of all four tables, with their users and owners', async () => {
  const {collector, known, asked} = await open({
    tcp4: [listener, connection],
    tcp6: [{family: 10, cookie: [3, 0]}],
    udp4: [{state: 7, cookie: [4, 0]}],
    udp6: [{family: 10, state: 7, cookie: [5, 0]}],
  });
  const {source, takenAt, sockets, problems} = await collector.look();
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
  assert.deepEqual(asked, ['tcp4', 'tcp6', 'udp4', 'udp6']);
});

test('While nothing changes the array of sockets is the same, and owners are not looked for', async () => {
  const {collector, resolved, clock} = await open({tcp4: [listener, connection]});
  const first = await collector.look();
  clock.now += 9_999;
  const second = await collector.look();
  assert.equal(second.sockets, first.sockets);
  assert.deepEqual(second.problems, first.problems);
  assert.deepEqual(resolved, [2]);
});

test('Owners are looked for anew after ten seconds, and only a socket that changed hands is a new object', async () => {
  const {collector, known, resolved, clock} = await open({tcp4: [listener, connection]});
  const first = await collector.look();
  known.set(12, {known: true, value: []});
  clock.now += 10_000;
  const second = await collector.look();
  assert.deepEqual(resolved, [2, 2]);
  assert.notEqual(second.sockets, first.sockets);
  assert.equal(second.sockets[0], first.sockets[0]);
  assert.deepEqual(second.sockets[1], {...first.sockets[1], owner: known.get(12)});
});

test('A clock that was set back does not keep owners from being looked for', async () => {
  const {collector, resolved, clock} = await open({tcp4: [listener]});
  await collector.look();
  clock.now -= 500;
  await collector.look();
  assert.deepEqual(resolved, [1, 1]);
});

test('A queue that moves makes a new object, but nobody looks for owners', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener, connection]};
  const {collector, resolved} = await open(tables);
  const first = await collector.look();
  tables.tcp4 = [{...listener, queues: [1, 128]}, connection];
  const second = await collector.look();
  assert.deepEqual(second.sockets[0], {...first.sockets[0], recvQueue: 1});
  assert.equal(second.sockets[0]?.owner, first.sockets[0]?.owner);
  assert.equal(second.sockets[1], first.sockets[1]);
  assert.deepEqual(resolved, [2]);
});

test('A new socket makes it look for owners', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener]};
  const {collector, resolved} = await open(tables);
  await collector.look();
  tables.tcp4 = [listener, connection];
  assert.equal((await collector.look()).sockets.length, 2);
  assert.deepEqual(resolved, [1, 2]);
});

test('A connection keeps its key into TIME_WAIT', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [connection]};
  const {collector} = await open(tables);
  const [before] = (await collector.look()).sockets;
  tables.tcp4 = [{...connection, state: 6, inode: 0, uid: 0}];
  const [after] = (await collector.look()).sockets;
  assert.deepEqual([after?.state, after?.key, after?.uid], ['TIME_WAIT', before?.key, null]);
});

test('The first look settles at once what it did not find an owner of; later ones leave it to the next look', async () => {
  const {collector, resolved, asked} = await open({tcp4: [connection]}, [1, 1, 1]);
  await collector.look();
  assert.deepEqual(resolved, [1, 1]);
  assert.deepEqual(asked.filter(name => name === 'tcp4').length, 2);
  await collector.look();
  assert.deepEqual(resolved, [1, 1, 1]);
});

test('A device is named once, until an index shows up that has no name yet', async () => {
  const tables: Partial<Record<TableName, Answer>> = {udp4: [{state: 7, cookie: [1, 0], device: 3}]};
  const {collector, namedDevices} = await open(tables);
  assert.equal((await collector.look()).sockets[0]?.local.interface, 'eth3');
  tables.udp4 = [{state: 7, cookie: [2, 0], device: 3}];
  await collector.look();
  assert.deepEqual(namedDevices, [3]);
  tables.udp4 = [
    {state: 7, cookie: [3, 0], device: 4},
    {state: 7, cookie: [4, 0], device: 3},
    {state: 7, cookie: [5, 0], device: 9},
  ];
  assert.deepEqual(
    (await collector.look()).sockets.map(({local}) => local.interface),
    ['eth4', 'eth3', null],
  );
  assert.deepEqual(namedDevices, [3, 4, 3, 9]);
});

test('It does not open where koffi, the socket or TCP is refused, and says why in a few words', async () => {
  const broken = async () => {
    throw new Error('koffi does not load (no prebuilt binary)');
  };
  await assert.rejects(openNetlink({load: broken}), {message: 'koffi does not load (no prebuilt binary)'});
  const {interfaceName} = fakeKernel({}).library;
  const refused = async () => ({open: () => EACCES, interfaceName});
  await assert.rejects(openNetlink({load: refused}), {message: 'sock_diag refuses TCP over IPv4 (EACCES)'});
  await assert.rejects(open({tcp4: EPERM}), {message: 'sock_diag refuses TCP over IPv4 (EPERM)'});
  await assert.rejects(open({tcp6: ENOENT}), {message: 'sock_diag refuses TCP over IPv6 (ENOENT)'});
});

test('Without koffi, and on another system, it does not open and says so', async () => {
  const opens = async (preparation: string): Promise<string> => {
    const path = new URL('../../../source/collect/netlink/collector.ts', import.meta.url).href;
    const script = `${preparation}; const {openNetlink} = await import('${path}'); await openNetlink().catch(error => console.log(error.message))`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    return (await promisify(execFile)(process.execPath, args)).stdout;
  };
  const withoutKoffi = `(await import('node:module')).registerHooks({
    resolve: (name, context, next) => { if (name === 'koffi') throw new Error('no such package\\nin 3 folders'); return next(name, context); },
  })`;
  const otherSystem = `Object.defineProperty(process, 'platform', {value: 'darwin'})`;
  assert.equal(await opens(otherSystem), 'sock_diag is only in Linux\n');
  if (process.platform === 'linux') assert.equal(await opens(withoutKoffi), 'koffi does not load (no such package)\n');
});

test('A kernel without udp_diag is asked once, and each look says that UDP is missing', async () => {
  const {collector, asked} = await open({tcp4: [listener], udp4: ENOENT, udp6: ENOENT});
  for (let look = 0; look < 2; look++) {
    const {sockets, problems} = await collector.look();
    assert.equal(sockets.length, 1);
    assert.deepEqual(
      problems.slice(0, 2).map(({kind, text}) => `${kind}: ${text}`),
      [
        'table-unreadable: UDP over IPv4 could not be read (ENOENT)',
        'table-unreadable: UDP over IPv6 could not be read (ENOENT)',
      ],
    );
  }
  assert.deepEqual(asked, ['tcp4', 'tcp6', 'tcp4', 'tcp6']);
});

test('A look fails only when no table at all could be read', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener], tcp6: [], udp4: [], udp6: ENOENT};
  const {collector} = await open(tables);
  await collector.look();
  Object.assign(tables, {tcp4: EIO, tcp6: EIO});
  const {sockets, problems} = await collector.look();
  assert.deepEqual(sockets, []);
  assert.equal(problems.filter(({kind}) => kind === 'table-unreadable').length, 3);
  tables.udp4 = EIO;
  await assert.rejects(collector.look(), {message: 'sock_diag failed for UDP over IPv4 (EIO)'});
  Object.assign(tables, {tcp4: [], tcp6: [], udp4: []});
  assert.deepEqual((await collector.look()).sockets, []);
  tables.tcp4 = [listener];
  assert.equal((await collector.look()).sockets.length, 1);
});

test('After a look that failed everything counts as changed', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener]};
  const kernel = fakeKernel(tables);
  const failures = [new Error('proc is gone')];
  const owners: OwnerIndex = {
    resolve: async rows => {
      const failure = rows.length === 2 ? failures.shift() : undefined;
      if (failure) throw failure;
      return {owners: rows.map(() => unknown('kernel')), unsettled: 0, problems: []};
    },
  };
  const collector = await openNetlink({load: async () => kernel.library, owners, now: () => 1000});
  await collector.look();
  tables.tcp4 = [listener, connection];
  await assert.rejects(collector.look(), {message: 'proc is gone'});
  const {sockets} = await collector.look();
  assert.deepEqual(
    sockets.map(({owner}) => owner),
    [unknown('kernel'), unknown('kernel')],
  );
});

test('Messages that cannot be read, and a table that never stood still, are told with their numbers', async () => {
  const odd = (sequence: number): Uint8Array =>
    join([
      message(99, sequence, new Uint8Array(4)),
      message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({...listener, state: 55})),
      ending(3, sequence, 0),
    ]);
  const restless = (sequence: number): Uint8Array =>
    join([message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({state: 7}), 0x12), ending(3, sequence, 0)]);
  const {collector} = await open({tcp4: odd, udp4: restless});
  const {sockets, problems} = await collector.look();
  assert.deepEqual(
    problems.map(({kind, count, text}) => [kind, count, text]),
    [
      ['messages-unreadable', 2, '2 messages of TCP over IPv4 could not be read'],
      ['table-interrupted', 1, 'UDP over IPv4 changed during each of 4 reads: sockets may be missing'],
      ['processes-unreadable', 1, '1 process could not be read'],
    ],
  );
  assert.equal(sockets.length, 1);
});
