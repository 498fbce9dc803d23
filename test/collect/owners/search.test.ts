import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Files} from '../../../source/linux/proc-files.ts';
import {createFakeProc, watchFiles} from './fake-proc.ts';
import {indexOf, ownerText, resolve, start} from './requests.ts';

const withoutSize: Files['size'] = () => 0;

test('while every socket is known and the full scan is recent only holders are checked', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {0: '/dev/null', 3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {0: '/dev/null'}});
  const read: string[] = [];
  const files = watchFiles((call, path) => read.push(`${call} ${path.slice(proc.root.length)}`));
  const index = indexOf(proc, {files});
  await resolve(index, 0, 7);
  read.length = 0;
  await resolve(index, 9_999, 7);
  assert.deepEqual(read, ['names ', 'read /4/stat', 'link /4/fd/3']);
  assert.equal(await index.isStale(9_999), false);
  assert.equal(await index.isStale(10_000), true);
  assert.equal(await index.isStale(-1), true, 'the clock was set back');
  read.length = 0;
  await resolve(index, 10_000, 7);
  assert.ok(read.includes('link /5/fd/0'));
});

test('a new socket is searched in new processes and holders first, and only there when it is found', async context => {
  const proc = createFakeProc(context);
  for (const pid of [4, 5, 6, 7]) proc.add({pid, descriptors: pid === 5 ? {3: 'socket:[7]'} : {}});
  const listed: string[] = [];
  const files = watchFiles((call, path) => {
    const match = path.match(/\/(\d+)\/fd$/);
    if (call === 'list' && match?.[1]) listed.push(match[1]);
  });
  const index = indexOf(proc, {files});
  await resolve(index, 0, 7);
  proc.add({pid: 3, descriptors: {}});
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  listed.length = 0;
  assert.deepEqual((await resolve(index, 2_000, 7, 8)).map(ownerText), ['5:3', '5:4']);
  assert.deepEqual(listed, ['3', '5']);
});

test('a search for a new socket skips the known descriptors, once they were checked', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  const links: string[] = [];
  const files = watchFiles((call, path) => {
    if (call === 'link' && path.includes('/fd/')) links.push(path.slice(-4));
  });
  const index = indexOf(proc, {files});
  await resolve(index, 0, 7);
  proc.add({pid: 5, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  links.length = 0;
  await resolve(index, 2_000, 7, 8);
  assert.deepEqual(links, ['fd/3', 'fd/4']);
});

test('a new shared socket has all holders that are new, hold sockets or have opened something', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 5, descriptors: {3: '/dev/null'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]', 6: 'socket:[8]'}});
  proc.add({pid: 5, descriptors: {3: '/dev/null', 4: 'socket:[8]'}});
  proc.add({pid: 30, descriptors: {0: 'socket:[8]', 1: 'socket:[8]'}});
  assert.deepEqual((await resolve(owners, 1, 7, 8)).map(ownerText), ['4:3', '4:6 5:4 30:0,1']);
});

test('a process that opened a socket in place of one that it closed shares that with a new process', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 4, descriptors: {3: 'socket:[8]'}});
  proc.add({pid: 5, descriptors: {3: 'socket:[8]'}});
  assert.deepEqual((await resolve(owners, 1, 8)).map(ownerText), ['4:3 5:3']);
});

test('an idle process is found to hold a new socket, also where the kernel counts no descriptors', async context => {
  for (const tells of [true, false]) {
    const proc = createFakeProc(context);
    const files = {...watchFiles(() => {}), ...(!tells && {size: withoutSize})};
    proc.add({pid: 5, descriptors: {3: '/dev/null'}});
    const owners = indexOf(proc, {files});
    await resolve(owners, 0);
    proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
    assert.deepEqual((await resolve(owners, 1, 7)).map(ownerText), ['5:3']);
  }
});

test('a closed descriptor is noticed by the next poll', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]', 4: 'socket:[7]', 5: 'socket:[8]'}});
  proc.add({pid: 6, descriptors: {3: 'socket:[8]'}});
  const owners = index();
  await resolve(owners, 0, 7, 8);
  proc.add({pid: 4, descriptors: {4: 'socket:[7]'}});
  assert.equal(await owners.isStale(1), true);
  assert.deepEqual((await resolve(owners, 2, 7, 8)).map(ownerText), ['4:4', '6:3']);
  assert.equal(await owners.isStale(3), false);
});

test('a holder that has ended leaves its sockets as soon as processes are scanned', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  proc.add({pid: 6, descriptors: {3: 'socket:[7]'}});
  const owners = index();
  await resolve(owners, 0, 7);
  proc.remove(4);
  proc.add({pid: 6, descriptors: {3: 'socket:[7]', 4: 'socket:[8]'}});
  assert.deepEqual((await resolve(owners, 1, 7, 8)).map(ownerText), ['6:3', '6:4']);
});

test('long work hands the event loop back', async context => {
  const proc = createFakeProc(context);
  const inodes = Array.from({length: 64}, (_, index) => 100 + index);
  proc.add({pid: 4, descriptors: Object.fromEntries(inodes.map((inode, index) => [3 + index, `socket:[${inode}]`]))});
  const files = watchFiles(call => {
    const end = performance.now() + 1;
    while (call === 'link' && performance.now() < end);
  });
  const index = indexOf(proc, {files});
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await resolve(index, 0, ...inodes);
  isDone = true;
  assert.ok(turns >= 3);
});

test('a clock that is set back does not put off the search for a new socket', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 4, descriptors: {3: 'socket:[7]'}});
  const index = indexOf(proc);
  const threePolls = async (start: number, inode: number): Promise<readonly string[]> => {
    const owners: string[] = [];
    for (const now of [start, start + 1, start + 2]) {
      owners.push(...(await resolve(index, now, 7, inode)).slice(1).map(ownerText));
    }
    return owners;
  };
  const before = await threePolls(10_000, 8);
  assert.equal(before.at(-1), 'no-process');
  await resolve(index, 100, 7);
  assert.deepEqual(await threePolls(101, 9), before);
});
