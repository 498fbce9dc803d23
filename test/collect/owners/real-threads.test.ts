import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {test} from 'node:test';
import {createOwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {skipWithout} from '../netlink/namespace.ts';
import {ownerText, rowOf} from './requests.ts';

/** A thread leaves the table of its process (CLONE_FILES) and opens a socket; `ends` ends the first thread. */
const scene = (ends: boolean): string => `
import ctypes, os, socket, threading, time
def run():
  ctypes.CDLL(None).unshare(0x400)
  s = socket.socket()
  print(os.fstat(s.fileno()).st_ino, s.fileno(), flush=True)
  time.sleep(1000)
def wait():
  time.sleep(1000)
threading.Thread(target=wait).start()
threading.Thread(target=run).start()
${ends ? 'ctypes.CDLL(None).syscall(60, 0)' : 'time.sleep(1000)'}
`;

const isExitOfThread = process.arch === 'x64';

for (const ends of [false, true]) {
  const skip = skipWithout('python3') || (ends && !isExitOfThread ? 'the system call has another number here' : false);
  test(`the kernel shows what one thread holds${ends ? ', where the first thread has ended' : ''}`, {
    skip,
  }, async context => {
    const child = spawn('python3', ['-c', scene(ends)], {stdio: ['ignore', 'pipe', 'inherit']});
    context.after(() => child.kill('SIGKILL'));
    const [line] = await once(createInterface(child.stdout), 'line');
    const [inode, descriptor] = String(line).split(' ').map(Number);
    assert.ok(inode !== undefined && descriptor !== undefined);
    const index = createOwnerIndex();
    const request = rowOf(inode, {uid: process.getuid?.() ?? 0});
    await index.resolve([request], 0);
    for (const now of [1, 2, 10_001]) {
      const {owners} = await index.resolve([request], now);
      assert.deepEqual(owners.map(ownerText), [`${child.pid}:${descriptor}`]);
    }
  });
}
