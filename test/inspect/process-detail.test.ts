import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFile, mkdtemp, readFile, realpath, rm} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {known, unknown} from '../../source/domain/known.ts';
import {listedHolders} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {type DetailSources, detailOf, missingDetail} from '../../source/inspect/process-detail.ts';
import {holder, listenerOfHost} from './sample.ts';

function sources(): DetailSources & {readonly asked: string[]} {
  const asked: string[] = [];
  return {
    asked,
    findPackage: async path => {
      asked.push(path);
      return {package: known(null), description: known(null)};
    },
    socketUnit: async () => trusted('ssh.socket'),
    signal: new AbortController().signal,
  };
}

test('this process has its detail', async () => {
  const {asked, ...rest} = sources();
  const detail = await detailOf(holder(process.pid, 'node', {command: trusted('old')}), null, rest);
  assert.deepEqual(detail.workingDirectory, known(process.cwd()));
  const words = (await readFile('/proc/self/cmdline', 'utf8')).split('\0').filter(word => word !== '');
  assert.equal(detail.arguments, words.join(' '));
  assert.equal(detail.parents[0]?.pid, process.ppid);
  assert.ok(detail.startedAt !== null && Math.abs(detail.startedAt - (Date.now() - process.uptime() * 1000)) < 5000);
  assert.equal(detail.socketUnit, null);
  assert.deepEqual(asked, [await realpath(process.execPath)]);
});

test('PID 1 has the unit that the socket was opened for', async () => {
  const detail = await detailOf(holder(1, 'systemd'), null, sources());
  assert.deepEqual([detail.socketUnit, detail.parents, detail.parentsEnd], ['ssh.socket', [], 'first-process']);
});

test('a pid that another process uses now is one that has exited', async () => {
  const detail = await detailOf(holder(process.pid, 'old', {startedAt: 1000}), 1, sources());
  assert.deepEqual(detail.workingDirectory, unknown('exited'));
  assert.deepEqual([detail.parents, detail.arguments, detail.startedAt], [[], 'old', 1000]);
});

test('a process whose start seems to be another is the one seen before while it holds the socket', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const {inode, owner} = await listenerOfHost((server.address() as AddressInfo).port, process.pid);
    const [seen] = listedHolders(owner);
    assert.ok(seen && inode !== null);
    const detail = await detailOf({...seen, process: {...seen.process, startedAt: 1000}}, inode, sources());
    assert.deepEqual(detail.workingDirectory, known(process.cwd()));
  } finally {
    server.close();
  }
});

test('parents that are not reported are no chain that could not be read', () => {
  const {process: seen} = holder(7, 'node');
  assert.equal(missingDetail(seen, 'not-collected').parentsEnd, 'not-reported');
  assert.equal(missingDetail(seen, 'exited').parentsEnd, 'unreadable');
});

test('a process that has ended has the facts of the poll', async () => {
  const detail = await detailOf(holder(1 << 25, 'gone', {startedAt: 5, command: trusted('gone -d')}), null, sources());
  assert.deepEqual([detail.startedAt, detail.arguments, detail.user], [5, 'gone -d', 'root']);
  assert.deepEqual(detail.package, unknown('exited'));
});

test('a deleted executable is looked up under the path it had', async () => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'detail-')));
  const path = join(directory, 'sleeper');
  await copyFile(await realpath('/bin/sleep'), path);
  const child = spawn(path, ['600'], {stdio: 'ignore', argv0: 'sleeper'});
  try {
    await once(child, 'spawn');
    await rm(directory, {recursive: true});
    const {asked, ...rest} = sources();
    await detailOf(holder(child.pid ?? 0, 'sleeper'), null, rest);
    assert.deepEqual(asked, [path]);
  } finally {
    child.kill('SIGKILL');
  }
});
