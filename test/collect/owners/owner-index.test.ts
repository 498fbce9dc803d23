import assert from 'node:assert/strict';
import {renameSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {createFakeProc, refusing, watchFiles} from './fake-proc.ts';
import {indexOf, ownerText, processOf, resolve, rowOf, start} from './requests.ts';

test('a socket that several processes share has them all, lowest pid first, with their descriptors', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 30, descriptors: {3: 'socket:[7]', 4: '/dev/null', 12: 'socket:[7]', 5: 'socket:[8]'}});
  proc.add({pid: 4, descriptors: {9: 'socket:[7]', 0: 'pipe:[7]'}});
  assert.deepEqual((await resolve(index(), 0, 7, 8)).map(ownerText), ['4:9 30:3,12', '30:5']);
});

test('where no more files may be opened the poll fails, and the next good one has the owners again', async context => {
  const {proc} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  let code: string | null = null;
  const files = watchFiles(() => {
    if (code) throw Object.assign(new Error(`${code}: too many open files`), {code});
  });
  const owners = indexOf(proc, {files});
  assert.deepEqual((await resolve(owners, 0, 7)).map(ownerText), ['4:3']);
  for (const limit of ['EMFILE', 'ENFILE']) {
    code = limit;
    await assert.rejects(resolve(owners, 20_000, 7, 8), {code: limit});
  }
  code = null;
  proc.add({pid: 5, descriptors: {3: 'socket:[8]'}});
  const found = await owners.resolve([rowOf(7), rowOf(8)], 22_000);
  assert.deepEqual([found.owners.map(ownerText), found.problems], [['4:3', '5:3'], []]);
});

test('a process has its name, start, command and effective user', async context => {
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

test('an unchanged owner is the same object in the next poll and after a full scan', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  const owners = index();
  const first = await resolve(owners, 0, 7, 8);
  const second = await resolve(owners, 2_000, 7, 8);
  const swept = await resolve(owners, 20_000, 7, 8);
  assert.deepEqual(first.map(ownerText), ['4:3 5:3', '5:4']);
  for (const later of [second, swept]) assert.ok(later.every((owner, at) => owner === first[at]));
});

test('a rename is seen at the next poll, and leaves the other holder as it was', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, name: 'old', descriptors: {3: 'socket:[7]'}});
  const owners = index();
  const [before] = await resolve(owners, 0, 7);
  proc.add({pid: 5, name: 'new', descriptors: {3: 'socket:[7]'}});
  const [after] = await resolve(owners, 1, 7);
  assert.ok(before?.known && after?.known);
  assert.equal(after.value[1]?.process.name, 'new');
  assert.equal(after.value[0], before.value[0]);
});

test('other changes of a process are seen by the next full scan', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, uid: 0, command: 'old', descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 4, uid: 33, command: 'new', descriptors: {3: 'socket:[7]'}});
  assert.equal(processOf((await resolve(owners, 9_999, 7))[0])?.command, 'old');
  const now = processOf((await resolve(owners, 10_000, 7))[0]);
  assert.deepEqual([now?.uid, now?.command], [33, 'new']);
});

test('a process that calls itself by a link to its executable has that for another name of it', async context => {
  const {proc, index} = start(context);
  proc.write('bin/redis-check-rdb', '');
  symlinkSync('redis-check-rdb', join(proc.root, 'bin/redis-server'));
  const exe = join(proc.root, 'bin/redis-check-rdb');
  proc.add({pid: 4, name: 'redis-server', exe, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, name: 'sshd', exe, descriptors: {3: 'socket:[8]'}});
  const found = (await resolve(index(), 0, 7, 8)).map(owner => processOf(owner)?.executable);
  assert.deepEqual(
    found.map(executable => executable?.known && [executable.value.path, executable.value.alias]),
    [
      [exe, 'redis-server'],
      [exe, null],
    ],
  );
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
  const index = indexOf(proc, {files});
  const {owners, problems} = await index.resolve(
    [7, 8, 9].map(inode => rowOf(inode)),
    0,
  );
  assert.deepEqual(owners.map(ownerText), ['exited', 'exited', '5:4']);
  assert.deepEqual(problems, []);
});

test('a process whose first thread has ended is read through the threads that live on', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, state: 'Z', threads: 2});
  proc.add({pid: 4, at: 'task/4', state: 'Z'});
  proc.add({pid: 4, at: 'task/8', descriptors: {3: 'socket:[7]'}, command: 'hidden'});
  const [owner] = await resolve(index(), 0, 7);
  assert.equal(ownerText(owner), '4:3');
  assert.equal(processOf(owner)?.command, 'hidden');
});

test('processes that may not be read are counted; sockets they may hold need root or are refused', async context => {
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
    const index = indexOf(proc, {euid, files});
    const rows = [7, 8, 9, 10].map(inode => rowOf(inode));
    if (euid === 0) await index.resolve(rows, 0);
    const {owners, problems} = await index.resolve(rows, 1);
    assert.deepEqual(owners.map(ownerText), ['4:3', why, why, why]);
    assert.deepEqual(
      problems.map(({kind, count}) => [kind, count]),
      [['processes-unreadable', 2]],
    );
  }
});

test('a process that is gone is no longer counted as unreadable', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5});
  const index = indexOf(proc, {files: refusing(/\/5\/fd/)});
  assert.equal((await index.resolve([rowOf(7)], 0)).problems.length, 1);
  proc.remove(5);
  assert.deepEqual((await index.resolve([rowOf(7)], 2_000)).problems, []);
});

test('an executable that may not be read is unknown with its reason', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const index = indexOf(proc, {euid: 1000, files: refusing(/\/4\/exe$/)});
  const process = processOf((await resolve(index, 0, 7))[0]);
  assert.deepEqual(process?.executable, {known: false, why: 'needs-root'});
});
