import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trusted} from '../../../source/domain/text.ts';
import {createFakeProc, watchFiles} from './fake-proc.ts';
import {indexOf, ownerText, processOf, resolve, rowOf, start} from './requests.ts';

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
  assert.deepEqual((await resolve(owners, 2_000, 7, 8)).map(ownerText), ['6:3', '4:3']);
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
  const index = indexOf(proc, {files});
  assert.deepEqual((await resolve(index, 0, 7)).map(ownerText), ['exited']);
  assert.equal(processOf((await resolve(index, 2_000, 7))[0])?.name, 'new');
});

test('a socket that is gone is forgotten, and its inode can be another socket', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  await resolve(owners, 1_000);
  proc.add({pid: 4, descriptors: {}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  assert.deepEqual((await resolve(owners, 2_000, 7)).map(ownerText), ['5:3']);
});

test('a pid and an inode that both passed on between two polls name the new process', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, name: 'old', startTicks: 500, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await owners.resolve([rowOf(7, {key: 'tcp4 cookie 1'})], 0);
  proc.add({pid: 4, name: 'new', startTicks: 900, descriptors: {3: 'socket:[7]'}});
  const {owners: found} = await owners.resolve([rowOf(7, {key: 'tcp4 cookie 2'})], 1);
  assert.deepEqual([processOf(found[0])?.name, processOf(found[0])?.startedAt], ['new', 1_000_009_000]);
});

test('an inode that became another socket between two polls belongs to who holds that', async context => {
  const port = (local: number, peer: number | null) => ({
    local: {address: trusted('192.0.2.1'), port: local, interface: null},
    peer: peer === null ? null : {address: trusted('192.0.2.9'), port: peer, interface: null},
  });
  const pairs = [
    [rowOf(7, {key: 'tcp4 cookie 1'}), rowOf(7, {key: 'tcp4 cookie 2'})],
    [rowOf(7, port(80, null)), rowOf(7, port(81, null))],
    [rowOf(7, port(80, 4000)), rowOf(7, port(80, 4001))],
    [rowOf(7, {protocol: 'udp'}), rowOf(7)],
    [rowOf(7), rowOf(7, {family: 6})],
  ] as const;
  for (const [before, after] of pairs) {
    const {proc, index} = start(context);
    proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
    const owners = index();
    await owners.resolve([before], 0);
    proc.add({pid: 4, descriptors: {}});
    proc.add({pid: 5, descriptors: {9: 'socket:[7]'}});
    assert.deepEqual((await owners.resolve([after], 1)).owners.map(ownerText), ['5:9']);
  }
});

test('an inode that became another socket which nobody holds has no owner', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await owners.resolve([rowOf(7, {key: 'tcp4 cookie 1'})], 0);
  proc.add({pid: 4, descriptors: {}});
  assert.deepEqual((await owners.resolve([rowOf(7, {key: 'tcp4 cookie 2'})], 1)).owners.map(ownerText), ['exited']);
});

test('a socket of the same key keeps its owner in another state, and UDP with another peer', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  let listed = 0;
  const files = watchFiles(call => {
    if (call === 'names') listed++;
  });
  const owners = indexOf(proc, {files});
  const key = 'tcp4 cookie 1';
  const peer = {address: trusted('192.0.2.9'), port: 53, interface: null};
  const first = await owners.resolve([rowOf(7, {key, state: 'SYN_SENT'}), rowOf(8, {protocol: 'udp'})], 0);
  listed = 0;
  const second = await owners.resolve([rowOf(7, {key, peer}), rowOf(8, {protocol: 'udp', peer})], 1);
  assert.deepEqual(second.owners.map(ownerText), ['4:3', '4:4']);
  assert.ok(second.owners.every((owner, index) => owner === first.owners[index]));
  assert.equal(listed, 1, 'the processes there are');
});

test('a descriptor of a socket that is gone is read again', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]', 5: 'socket:[9]'}});
  const owners = index();
  await resolve(owners, 0, 7, 9);
  proc.add({pid: 4, descriptors: {3: 'socket:[8]', 5: 'socket:[9]'}});
  assert.deepEqual((await resolve(owners, 1, 8, 9)).map(ownerText), ['4:3', '4:5']);
});

test('a descriptor that was used again while its socket lives on elsewhere is noticed at once', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 4, descriptors: {3: 'socket:[8]'}});
  assert.deepEqual((await resolve(owners, 1, 7, 8)).map(ownerText), ['5:3', '4:3']);
});
