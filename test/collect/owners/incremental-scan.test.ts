import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOwnerIndex, type OwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {createFakeHost, type FakeHost} from './fake-host.ts';
import {ownerText, processOf, resolve, rowOf, start} from './requests.ts';

const indexOf = (host: FakeHost): OwnerIndex =>
  createOwnerIndex({proc: '/proc', sys: '/sys', euid: 0, files: host.files});

const spawn = ({processes}: FakeHost, pid: number, open: readonly (readonly [number, number])[] = []): void =>
  void processes.set(pid, {start: pid, open: new Map(open)});

test('a process that is forked while no socket comes shares inherited sockets at the next poll', async () => {
  const host = createFakeHost();
  spawn(host, 4, [[3, 7]]);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  assert.equal(await owners.isStale(1), false);
  spawn(host, 5, [[3, 7]]);
  assert.equal(await owners.isStale(2), true);
  assert.deepEqual((await resolve(owners, 3, 7)).map(ownerText), ['4:3 5:3']);
});

test('a process that closes a shared socket is not named at the next poll, nor one that ended', async () => {
  const host = createFakeHost();
  for (const pid of [4, 5, 6]) spawn(host, pid, [[3, 7]]);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  host.processes.get(4)?.open.delete(3);
  host.processes.delete(5);
  assert.equal(await owners.isStale(1), true);
  assert.deepEqual((await resolve(owners, 2, 7)).map(ownerText), ['6:3']);
});

test('a socket that its only holder passed on and closed is searched', async () => {
  const host = createFakeHost();
  spawn(host, 4, [[3, 7]]);
  spawn(host, 5);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  host.processes.get(4)?.open.delete(3);
  host.processes.get(5)?.open.set(9, 7);
  assert.deepEqual((await resolve(owners, 1, 7)).map(ownerText), ['5:9']);
});

test('a pid that passed on between two polls is not named for the sockets of the process before', async () => {
  const host = createFakeHost();
  spawn(host, 4, [[3, 7]]);
  spawn(host, 5, [[3, 7]]);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  host.processes.set(4, {start: 900, open: new Map()});
  assert.deepEqual((await resolve(owners, 1, 7)).map(ownerText), ['5:3']);
  host.processes.set(5, {start: 901, open: new Map([[3, 7]])});
  const [owner] = await resolve(owners, 2, 7);
  assert.deepEqual([ownerText(owner), processOf(owner)?.command], ['5:3', 'started 901']);
});

test('a process that runs another program after it was forked is shown with that', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 5, command: 'fork', descriptors: {3: 'socket:[7]'}});
  const commands = async (now: number): Promise<string[]> => {
    const [owner] = await resolve(owners, now, 7);
    return owner?.known ? owner.value.map(({process}) => process.command) : [];
  };
  assert.deepEqual(await commands(1), ['', 'fork']);
  proc.add({pid: 5, command: 'program', descriptors: {3: 'socket:[7]'}});
  assert.deepEqual(await commands(2), ['', 'program'], 'although its name is the same');
});

test('a service that gives up its rights some polls after it started is shown with its new user', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 6});
  const owners = index();
  const users = async (now: number): Promise<readonly (number | null)[]> => {
    const resolved = await resolve(owners, now, 7, 8, 9);
    return resolved.map(owner => processOf(owner)?.uid ?? null);
  };
  await users(0);
  const launched = {pid: 5, uid: 0, descriptors: {3: 'socket:[8]'}};
  const late = {pid: 6, uid: 0, descriptors: {3: 'socket:[9]'}};
  for (const process of [launched, late]) proc.add(process);
  for (const now of [1, 2, 3]) assert.deepEqual(await users(now), [0, 0, 0]);
  for (const process of [launched, late]) proc.add({...process, uid: 33});
  assert.equal(await owners.isStale(4), true);
  assert.deepEqual(await users(4), [0, 33, 33]);
});

test('a service that was starting at the first poll is shown with its new user at the second', async context => {
  const {proc, index} = start(context);
  proc.write('uptime', '60.00 100.00\n');
  const old = {pid: 4, startTicks: 4000, uid: 0, descriptors: {3: 'socket:[7]'}};
  const young = {pid: 5, startTicks: 5500, uid: 0, descriptors: {3: 'socket:[8]'}};
  for (const process of [old, young]) proc.add(process);
  const owners = index();
  const users = async (now: number): Promise<readonly (number | null)[]> =>
    (await resolve(owners, now, 7, 8)).map(owner => processOf(owner)?.uid ?? null);
  assert.deepEqual(await users(0), [0, 0]);
  for (const process of [old, young]) proc.add({...process, uid: 33});
  assert.deepEqual(await users(1), [0, 33], 'the facts of an old one are read at the next full scan');
  assert.deepEqual(await users(20_000), [33, 33]);
});

test('a burst of processes is read over several polls', async () => {
  const host = createFakeHost();
  spawn(host, 2, [[3, 7]]);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  for (let pid = 1000; pid < 1600; pid++) spawn(host, pid, [[3, 7]]);
  const holders: number[] = [];
  for (let now = 1; now <= 4; now++) {
    const [owner] = await resolve(owners, now, 7);
    holders.push(owner?.known ? owner.value.length : 0);
  }
  assert.deepEqual(holders, [257, 513, 601, 601]);
});

test('holders that are too many for one poll are checked by turns', async () => {
  const host = createFakeHost();
  const pids = Array.from({length: 300}, (_, index) => 1000 + index);
  for (const pid of pids) spawn(host, pid, [[3, 7]]);
  const owners = indexOf(host);
  await resolve(owners, 0, 7);
  // Ended and used again, so that the list of processes shows no change.
  for (const pid of pids.slice(1)) host.processes.set(pid, {start: 5000, open: new Map()});
  let left: readonly string[] = [];
  for (let now = 1; now <= 3; now++) left = (await resolve(owners, now, 7)).map(ownerText);
  assert.deepEqual(left, ['1000:3']);
});

test('a descriptor that may not be read any more counts as open on the socket that it was open on', async () => {
  const host = createFakeHost();
  for (const pid of [4, 5]) spawn(host, pid, [[3, 7]]);
  let isRefusing = false;
  const files: FakeHost['files'] = {
    ...host.files,
    link: path => {
      if (isRefusing && path === '/proc/5/fd/3') throw Object.assign(new Error(path), {code: 'EACCES'});
      return host.files.link(path);
    },
  };
  const owners = createOwnerIndex({proc: '/proc', sys: '/sys', euid: 0, files});
  assert.deepEqual((await resolve(owners, 0, 7)).map(ownerText), ['4:3 5:3']);
  isRefusing = true;
  assert.equal(await owners.isStale(1), false);
  assert.deepEqual((await resolve(owners, 2, 7)).map(ownerText), ['4:3 5:3']);
});

test('processes that may not be read are not tried again at every poll', async () => {
  const reads: string[] = [];
  const host = createFakeHost();
  spawn(host, 4, [[3, 7]]);
  spawn(host, 5);
  const files: FakeHost['files'] = {
    ...host.files,
    read: (path, limit) => {
      if (path === '/proc/5/stat') {
        reads.push(path);
        throw Object.assign(new Error(path), {code: 'EACCES'});
      }
      return host.files.read(path, limit);
    },
  };
  const owners = createOwnerIndex({proc: '/proc', sys: '/sys', euid: 1000, files});
  await owners.resolve([rowOf(7)], 0);
  for (const now of [1, 2, 3]) assert.equal(await owners.isStale(now), false);
  assert.equal(reads.length, 1);
});
