import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {test} from 'node:test';
import {fdStatusOf} from '../../source/linux/fd-status.ts';
import {listenerOfHost} from '../inspect/sample.ts';

test('a process holds its listener, on the descriptors known or on others, until it closes it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const {inode, owner} = await listenerOfHost(address.port, process.pid);
  const descriptors = owner.known ? (owner.value[0]?.descriptors ?? []) : [];
  assert.ok(inode !== null && descriptors.length > 0);
  assert.equal(await fdStatusOf(process.pid, inode, descriptors), 'holds');
  assert.equal(await fdStatusOf(process.pid, inode, [999_999]), 'holds');
  server.close();
  await once(server, 'close');
  assert.equal(await fdStatusOf(process.pid, inode, descriptors), 'let-go');
});

test('a process that has ended is gone', async () => {
  assert.equal(await fdStatusOf(1 << 25, 1, []), 'gone');
  assert.equal(await fdStatusOf(1 << 25, 1, [3]), 'gone');
});

// PID 1 is of root, so its descriptors are closed to every other user.
const isRoot = process.geteuid?.() === 0 && 'root may read every process';

test('a process of another user is hidden', {skip: isRoot}, async () => {
  assert.equal(await fdStatusOf(1, 1, []), 'hidden');
  assert.equal(await fdStatusOf(1, 1, [3]), 'hidden');
});
