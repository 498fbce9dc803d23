import assert from 'node:assert/strict';
import {renameSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {createOwnerIndex, type OwnerIndex, type OwnerOptions} from '../../../source/collect/owners/owner-index.ts';
import type {Row} from '../../../source/collect/row.ts';
import type {Owner, Process} from '../../../source/model/socket.ts';
import {own} from '../../../source/model/text.ts';
import {createFakeProc, type FakeProc, refusing, watchFiles} from './fake-proc.ts';

const rowOf = (inode: number | null, change: Partial<Row> = {}): Row => ({
  protocol: 'tcp',
  family: 4,
  state: 'LISTEN',
  local: {address: own('0.0.0.0'), port: 80, interface: null},
  peer: null,
  recvQueue: 0,
  sendQueue: 0,
  uid: 0,
  inode,
  v6only: null,
  tcp: null,
  ...change,
});
const start = (context: TestContext, options: OwnerOptions = {}): {proc: FakeProc; index: () => OwnerIndex} => {
  const proc = createFakeProc(context);
  return {proc, index: () => createOwnerIndex({proc: proc.root, sys: `${proc.root}/sys`, euid: 0, ...options})};
};
const resolve = async (index: OwnerIndex, now: number, ...inodes: number[]): Promise<readonly Owner[]> =>
  (
    await index.resolve(
      inodes.map(inode => rowOf(inode)),
      now,
    )
  ).owners;
const told = (owner: Owner | undefined): string => {
  if (owner === undefined) return 'missing';
  return owner.known
    ? owner.value.map(({process, descriptors}) => `${process.pid}:${descriptors.join(',')}`).join(' ')
    : owner.why;
};
const processOf = (owner: Owner | undefined): Process | undefined =>
  owner?.known ? owner.value[0]?.process : undefined;

test('a socket that several processes share has them all, lowest pid first, with their descriptors', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 30, descriptors: {3: 'socket:[7]', 4: '/dev/null', 12: 'socket:[7]', 5: 'socket:[8]'}});
  proc.add({pid: 4, descriptors: {9: 'socket:[7]', 0: 'pipe:[7]'}});
  assert.deepEqual((await resolve(index(), 0, 7, 8)).map(told), ['4:9 30:3,12', '30:5']);
});

test('a process is told with name, start, command and effective user', async context => {
  const {proc, index} = start(context);
  proc.write('passwd', 'root:x:0:0::/:/bin/sh\n');
  proc.add({
    pid: 4,
    name: 'a) Z (b)\n',
    startTicks: 1234,
    uid: 4321,
    command: 'a\0--b c\0',
    descriptors: {3: 'socket:[7]'},
  });
  const process = processOf((await resolve(index(), 0, 7))[0]);
  assert.equal(process?.name, 'a) Z (b)\\x0a');
  assert.equal(process?.startedAt, 1_000_012_340);
  assert.equal(process?.command, 'a --b c');
  assert.deepEqual([process?.uid, process?.user], [4321, '4321']);
});

test('what did not change is the same object in the next look and after a sweep', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  const owners = index();
  const first = await resolve(owners, 0, 7, 8);
  const second = await resolve(owners, 2_000, 7, 8);
  const swept = await resolve(owners, 20_000, 7, 8);
  assert.deepEqual(first.map(told), ['4:3 5:3', '5:4']);
  for (const later of [second, swept]) assert.ok(later.every((owner, at) => owner === first[at]));
});

test('a rename is seen at the next complete sweep, and leaves the other holder as it was', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, name: 'old', descriptors: {3: 'socket:[7]'}});
  const owners = index();
  const [before] = await resolve(owners, 0, 7);
  proc.add({pid: 5, name: 'new', descriptors: {3: 'socket:[7]'}});
  const [between] = await resolve(owners, 9_999, 7);
  const [after] = await resolve(owners, 10_000, 7);
  assert.equal(between, before);
  assert.ok(before?.known && after?.known);
  assert.equal(after.value[1]?.process.name, 'new');
  assert.equal(after.value[0], before.value[0]);
});

test('a pid that passed to another process is another process', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, name: 'old', startTicks: 500, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  const before = processOf((await resolve(owners, 0, 7))[0]);
  proc.add({pid: 4, name: 'new', startTicks: 900, descriptors: {3: 'socket:[8]'}});
  const found = await resolve(owners, 2_000, 8);
  assert.equal(before?.startedAt, 1_000_005_000);
  assert.deepEqual([processOf(found[0])?.name, processOf(found[0])?.startedAt], ['new', 1_000_009_000]);
});

test('a process that took over a pid is read in full, also at the descriptors its predecessor had', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, startTicks: 500, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 6, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 4, startTicks: 900, descriptors: {3: 'socket:[8]'}});
  assert.deepEqual((await resolve(owners, 2_000, 7, 8)).map(told), ['6:3', '4:3']);
});

test('a pid that passes on while its descriptors are read is not taken for the one before', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, name: 'old', startTicks: 500, descriptors: {3: 'socket:[7]'}});
  let hasPassedOn = false;
  const files = watchFiles((call, path) => {
    if (hasPassedOn || call !== 'link' || !path.endsWith('/4/fd/3')) return;
    hasPassedOn = true;
    proc.add({pid: 4, name: 'new', startTicks: 900, descriptors: {3: 'socket:[7]'}});
  });
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  assert.deepEqual((await resolve(index, 0, 7)).map(told), ['exited']);
  assert.equal(processOf((await resolve(index, 2_000, 7))[0])?.name, 'new');
});

test('processes and descriptors that vanish while they are read are passed over', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {3: 'socket:[8]', 4: 'socket:[9]'}});
  const files = watchFiles((call, path) => {
    if (call === 'list' && path.endsWith('/4/fd')) proc.remove(4);
    if (call === 'link' && path.endsWith('/5/fd/3')) {
      renameSync(join(proc.root, '5/fd/3'), join(proc.root, '5/gone'));
    }
  });
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  const {owners, problems} = await index.resolve(
    [7, 8, 9].map(inode => rowOf(inode)),
    0,
  );
  assert.deepEqual(owners.map(told), ['exited', 'exited', '5:4']);
  assert.deepEqual(problems, []);
});

test('nothing is looked through again while every socket is known and the sweep is fresh', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  let calls = 0;
  const files = watchFiles(() => calls++);
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  await resolve(index, 0, 7);
  const afterFirst = calls;
  await resolve(index, 9_999, 7);
  assert.equal(calls, afterFirst);
  await resolve(index, 10_000, 7);
  assert.ok(calls > afterFirst);
});

test('a new socket is looked for in new processes and holders first, and only there when it is found', async context => {
  const proc = createFakeProc(context);
  for (const pid of [4, 5, 6, 7]) proc.add({pid, descriptors: pid === 5 ? {3: 'socket:[7]'} : {}});
  const listed: string[] = [];
  const files = watchFiles((call, path) => {
    const match = path.match(/\/(\d+)\/fd$/);
    if (call === 'list' && match?.[1]) listed.push(match[1]);
  });
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  await resolve(index, 0, 7);
  proc.add({pid: 3, descriptors: {}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  listed.length = 0;
  assert.deepEqual((await resolve(index, 2_000, 7, 8)).map(told), ['5:3', '5:4']);
  assert.deepEqual(listed, ['3', '5']);
});

test('looking for a new socket skips the descriptors that are known', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  const links: string[] = [];
  const files = watchFiles((call, path) => {
    if (call === 'link' && path.includes('/fd/')) links.push(path.slice(-4));
  });
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  await resolve(index, 0, 7);
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  links.length = 0;
  await resolve(index, 2_000, 7, 8);
  assert.deepEqual(links, ['fd/4']);
});

test('a socket that is gone is forgotten, and its inode can be another socket', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  await resolve(owners, 1_000);
  proc.add({pid: 4, descriptors: {}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  assert.deepEqual((await resolve(owners, 2_000, 7)).map(told), ['5:3']);
});

test('a process whose first thread has ended is read through the threads that live on', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, state: 'Z', threads: 2});
  proc.add({pid: 4, at: 'task/4', state: 'Z'});
  proc.add({pid: 4, at: 'task/8', descriptors: {3: 'socket:[7]'}, command: 'hidden'});
  const [owner] = await resolve(index(), 0, 7);
  assert.equal(told(owner), '4:3');
  assert.equal(processOf(owner)?.command, 'hidden');
});

test('a socket without inode belongs to the kernel, or is closing', async context => {
  const {index} = start(context);
  const states = [
    'FIN_WAIT1',
    'FIN_WAIT2',
    'LAST_ACK',
    'CLOSING',
    'TIME_WAIT',
    'SYN_RECV',
    'ESTABLISHED',
    'CLOSE_WAIT',
  ] as const;
  const {owners} = await index().resolve(
    states.map(state => rowOf(null, {state})),
    0,
  );
  const why = owners.map(told);
  assert.deepEqual(why, [...new Array<string>(5).fill('closing'), ...new Array<string>(3).fill('kernel')]);
});

test('a socket without holder has exited after one complete look and has no process after two', async context => {
  const {index} = start(context);
  const owners = index();
  const first = await owners.resolve([rowOf(7)], 0);
  const second = await owners.resolve([rowOf(7)], 1);
  assert.deepEqual([first.owners.map(told), first.unsettled], [['exited'], 1]);
  assert.deepEqual([second.owners.map(told), second.unsettled], [['no-process'], 0]);
});

test('a holder that turns up late is found by the next complete sweep', async context => {
  const {proc, index} = start(context);
  const owners = index();
  for (const now of [0, 1]) await resolve(owners, now, 7);
  proc.add({pid: 9, descriptors: {3: 'socket:[7]'}});
  assert.deepEqual((await resolve(owners, 2, 7)).map(told), ['no-process']);
  assert.deepEqual((await resolve(owners, 10_000, 7)).map(told), ['9:3']);
});

test('a socket that lost its holder is looked for twice again', async context => {
  const {proc, index} = start(context);
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 9, descriptors: {3: 'socket:[7]'}});
  await resolve(owners, 1, 7);
  proc.remove(9);
  assert.deepEqual((await resolve(owners, 10_000, 7)).map(told), ['exited']);
  assert.deepEqual((await resolve(owners, 10_001, 7)).map(told), ['no-process']);
});

test('processes that may not be read are counted, and what they may hold needs root or is refused even to it', async context => {
  for (const [euid, why] of [
    [1000, 'needs-root'],
    [0, 'refused'],
  ] as const) {
    const proc = createFakeProc(context);
    proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
    proc.add({pid: 5, descriptors: {3: 'socket:[8]', 4: 'socket:[9]'}});
    proc.add({pid: 6, descriptors: {3: 'socket:[10]'}});
    proc.add({pid: 2, name: 'kthreadd', flags: 0x208040});
    const files = refusing(/\/5\/fd$|\/6\/fd\/|\/2\/fd/);
    const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid, files});
    const {owners, problems} = await index.resolve(
      [7, 8, 9, 10].map(inode => rowOf(inode)),
      0,
    );
    assert.deepEqual(owners.map(told), ['4:3', why, why, why]);
    assert.deepEqual(
      problems.map(({kind, count}) => [kind, count]),
      [['processes-unreadable', 2]],
    );
  }
});

test('a process that is gone is no longer counted as unreadable', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5});
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files: refusing(/\/5\/fd/)});
  assert.equal((await index.resolve([rowOf(7)], 0)).problems.length, 1);
  proc.remove(5);
  assert.deepEqual((await index.resolve([rowOf(7)], 2_000)).problems, []);
});

test('an executable that may not be read is unknown with its reason', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 1000, files: refusing(/\/4\/exe$/)});
  const process = processOf((await resolve(index, 0, 7))[0]);
  assert.deepEqual(process?.executable, {known: false, why: 'needs-root'});
});

test('processes that the mount hides leave an owner in doubt', async context => {
  const {proc, index} = start(context, {euid: 1000});
  proc.write('self/mounts', `proc ${proc.root} proc rw,hidepid=invisible 0 0\n`);
  const {owners, problems} = await index().resolve([rowOf(7)], 0);
  assert.deepEqual(owners.map(told), ['needs-root']);
  assert.deepEqual(
    problems.map(({kind}) => kind),
    ['processes-hidden'],
  );
});

test('a host whose process 1 is out of sight leaves an owner in doubt', async context => {
  const {proc, index} = start(context);
  proc.remove(1);
  assert.deepEqual((await resolve(index(), 0, 7)).map(told), ['refused']);
});

test('in a PID namespace of its own a holder may be out of sight', async context => {
  const {proc, index} = start(context);
  renameSync(join(proc.root, 'self/ns/pid'), join(proc.root, 'self/ns/other'));
  const owners = index();
  for (const now of [0, 1]) assert.deepEqual((await resolve(owners, now, 7)).map(told), ['other-namespace']);
});

test('a socket of a tunnel is the kernel’s where such a device exists, and so are connections to a kernel’s port', async context => {
  const {proc, index} = start(context);
  proc.write('sys/class/net/wg0/uevent', 'DEVTYPE=wireguard\nINTERFACE=wg0\n');
  proc.add({pid: 9, name: 'lockd', flags: 0x208040});
  const peer = {address: own('192.0.2.1'), port: 900, interface: null};
  const local = {address: own('0.0.0.0'), port: 41000, interface: null};
  const rows = [
    rowOf(7, {protocol: 'udp', state: 'UNCONN'}),
    rowOf(8, {local}),
    rowOf(9, {state: 'ESTABLISHED', local, peer}),
    rowOf(10, {state: 'ESTABLISHED', peer}),
  ];
  const owners = index();
  for (const now of [0, 1]) await owners.resolve(rows, now);
  const {owners: found} = await owners.resolve(rows, 2);
  assert.deepEqual(found.map(told), ['kernel', 'kernel', 'kernel', 'no-process']);
});

test('long work hands the event loop back', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]', 4: 'socket:[8]', 5: 'socket:[9]'}});
  const files = watchFiles(call => {
    const end = performance.now() + 6;
    while (call === 'link' && performance.now() < end);
  });
  const index = createOwnerIndex({proc: proc.root, sys: proc.root, euid: 0, files});
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await resolve(index, 0, 7, 8, 9);
  isDone = true;
  assert.ok(turns >= 1);
});
