import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {createFakeHost} from './fake-host.ts';
import {ownerText, resolve, start} from './requests.ts';

/** A host on which a process starts at the time of its pid, and how a poll shows the owner of socket 7 or another. */
function startHost() {
  const {processes, files} = createFakeHost();
  const index = createOwnerIndex({proc: '/proc', sys: '/sys', euid: 0, files});
  let now = 0;
  return {
    spawn: (pid: number, inode: number) => void processes.set(pid, {start: pid, open: new Map([[3, inode]])}),
    end: (pid: number) => void processes.delete(pid),
    reopen: (pid: number, inode: number) => void processes.get(pid)?.open.set(3, inode),
    poll: async (inode = 7): Promise<string> => ownerText((await resolve(index, ++now, inode))[0]),
  };
}

test('a socket whose holder ends with every poll is never called one without process', async context => {
  const {proc, index} = start(context);
  const owners = index();
  for (let pid = 10; pid < 20; pid++) {
    proc.add({pid, descriptors: {3: 'socket:[7]'}});
    const whileHeld = (await resolve(owners, pid, 7)).map(ownerText);
    proc.remove(pid);
    const afterwards = (await resolve(owners, pid, 7)).map(ownerText);
    // The first may only have handed it on.
    assert.deepEqual(
      [...whileHeld, ...afterwards],
      pid === 10 ? ['10:3', 'exited'] : pid === 11 ? ['11:3', 'moving'] : ['moving', 'moving'],
    );
  }
});

test('a socket that each process passes to a new one is moving until one has stayed for three polls', async () => {
  const {spawn, end, poll} = startHost();
  spawn(10, 7);
  const polls = [await poll()];
  for (const pid of [11, 12]) {
    spawn(pid, 7);
    end(pid - 1);
    polls.push(await poll());
  }
  assert.deepEqual(polls, ['10:3', '11:3', 'moving']);
  assert.deepEqual([await poll(), await poll(), await poll()], ['moving', 'moving', '12:3']);
});

test('a holder that is older than the ones that ended is named at once', async () => {
  const {spawn, end, reopen, poll} = startHost();
  spawn(4, 99);
  await poll(8);
  reopen(4, 7);
  spawn(5, 7);
  assert.equal(await poll(), '5:3', 'the number of descriptors of the other is as before');
  spawn(6, 7);
  end(5);
  assert.equal(await poll(), '6:3');
  end(6);
  assert.equal(await poll(), '4:3');
});

test('an older holder that no scan has read is searched before a socket is called moving', async () => {
  const {spawn, end, reopen, poll} = startHost();
  spawn(4, 99);
  await poll(8);
  reopen(4, 7);
  spawn(5, 7);
  assert.equal(await poll(), '5:3');
  spawn(6, 7);
  end(5);
  assert.equal(await poll(), '6:3');
  spawn(7, 7);
  end(6);
  assert.equal(await poll(), '4:3 7:3');
});
