import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createFakeProc, type FakeProc, watchFiles} from './fake-proc.ts';
import {indexOf, ownerText, resolve, rowOf} from './requests.ts';

/** Process 5 with a thread 6 that shares its table, and a thread 8 that has one of its own. */
const addThreads = (proc: FakeProc, own: Readonly<Record<number, string>>): void => {
  const shared = {0: '/dev/null', 3: 'socket:[70]'};
  proc.add({pid: 5, threads: 3, descriptors: shared});
  proc.add({pid: 5, at: 'task/5', descriptors: shared});
  proc.add({pid: 5, at: 'task/6', descriptors: shared});
  proc.add({pid: 5, at: 'task/8', descriptors: own});
};

test('a socket in the table of a thread is of its process, from poll to poll and after a full scan', async context => {
  const proc = createFakeProc(context);
  addThreads(proc, {0: '/dev/null', 3: 'socket:[7]', 9: '/dev/null'});
  const owners = indexOf(proc);
  assert.deepEqual((await resolve(owners, 0, 7, 70)).map(ownerText), ['exited', '5:3']);
  const [found, other] = await resolve(owners, 1, 7, 70);
  assert.deepEqual([found, other].map(ownerText), ['5:3', '5:3']);
  for (const now of [2, 10_001, 20_002]) assert.deepEqual(await resolve(owners, now, 7, 70), [found, other]);
});

test('a socket that the thread has closed, or that ended with it, is held no longer', async context => {
  for (const change of ['closed', 'ended'] as const) {
    const proc = createFakeProc(context);
    addThreads(proc, {0: '/dev/null', 3: 'socket:[7]', 4: 'socket:[8]', 9: '/dev/null'});
    const owners = indexOf(proc);
    for (const now of [0, 1]) await resolve(owners, now, 7, 8);
    proc.add({pid: 5, at: 'task/8', descriptors: change === 'closed' ? {4: 'socket:[8]'} : {}});
    const expected = change === 'closed' ? ['exited', '5:4'] : ['exited', 'exited'];
    assert.deepEqual((await resolve(owners, 2, 7, 8)).map(ownerText), expected, change);
  }
});

test('where the first thread has ended, the table of another one than was read is found too', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5, state: 'Z', threads: 3});
  proc.add({pid: 5, at: 'task/5', state: 'Z'});
  proc.add({pid: 5, at: 'task/6', descriptors: {3: 'socket:[70]'}});
  proc.add({pid: 5, at: 'task/8', descriptors: {0: '/dev/null', 4: 'socket:[7]'}});
  const owners = indexOf(proc);
  await resolve(owners, 0, 7, 70);
  assert.deepEqual((await resolve(owners, 1, 7, 70)).map(ownerText), ['5:4', '5:3']);
});

test('threads are read only for a socket without holder, first those with more or fewer descriptors', async context => {
  const proc = createFakeProc(context);
  addThreads(proc, {3: 'socket:[7]'});
  const listed: string[] = [];
  const files = watchFiles((call, path) => {
    const thread = path.match(/task\/(\d+)\/fd$/)?.[1];
    if (call === 'list' && thread) listed.push(thread);
  });
  const owners = indexOf(proc, {files});
  for (const now of [0, 1, 10_001]) await resolve(owners, now, 70);
  assert.deepEqual(listed, []);
  for (const now of [10_002, 10_003]) await resolve(owners, now, 70, 7);
  assert.deepEqual(listed, ['8']);
});

test('the threads of one process are searched in parts, and the count of the others goes down', async context => {
  const proc = createFakeProc(context);
  proc.add({pid: 5, threads: 41, descriptors: {0: '/dev/null'}});
  for (let thread = 6; thread <= 45; thread++) {
    proc.add({pid: 5, at: `task/${thread}`, descriptors: {0: thread === 30 ? 'socket:[7]' : '/dev/null'}});
  }
  const owners = indexOf(proc, {scanPart: {least: 10, time: -1}});
  const seen: {readonly owner: string; readonly unread: number}[] = [];
  for (let now = 0; now < 14; now++) {
    const {owners: found, problems} = await owners.resolve([rowOf(7)], now);
    const unread = problems.find(({kind}) => kind === 'threads-unread')?.count ?? 0;
    seen.push({owner: ownerText(found[0]), unread});
  }
  const counts = seen.map(({unread}) => unread);
  assert.ok(Math.max(...counts) > 20 && counts.at(-1) === 0, counts.join());
  assert.equal(seen.at(-1)?.owner, '5:0');
});
