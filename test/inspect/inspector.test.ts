import assert from 'node:assert/strict';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect, createServer, type Server} from 'node:net';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {known, unknown} from '../../source/domain/known.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {createInspector} from '../../source/inspect/inspector.ts';
import type {RunTool} from '../../source/system/run-tool.ts';
import {lacks} from '../e2e/helpers/needs.ts';
import {endpoint, holder, listenerOfHost, sampleSocket} from './sample.ts';

const signal = new AbortController().signal;
const noLsof = lacks('/usr/bin/lsof');
const noTool: RunTool = async () => ({kind: 'missing'});

async function listening(use: (server: Server, port: number) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  try {
    await use(server, address.port);
  } finally {
    server.close();
  }
}

test('a listener of this process is named by lsof and by the kernel', {skip: noLsof}, async () => {
  await listening(async (_, port) => {
    const socket = await listenerOfHost(port, process.pid);
    const inspection = await createInspector().inspect(socket, signal);
    assert.ok(inspection.lsof.kind === 'records', inspection.lsof.kind);
    assert.equal(inspection.lsof.commandLine, `lsof -nP -i4TCP@127.0.0.1:${port}`);
    assert.deepEqual(
      inspection.lsof.records.map(({pid, name, state, device}) => [pid, name, state, device]),
      [[process.pid, `127.0.0.1:${port}`, 'LISTEN', String(socket.inode)]],
    );
    assert.equal(inspection.crossCheck.result, 'pass', inspection.crossCheck.detail);
    assert.deepEqual(
      inspection.processes.map(({pid}) => pid),
      [process.pid],
    );
    assert.equal(inspection.socketKey, socket.key);
  });
});

test('connections on the same port are counted beside the listener', {skip: noLsof}, async () => {
  await listening(async (server, port) => {
    const client = connect(port, '127.0.0.1');
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
    try {
      const {lsof} = await createInspector().inspect(await listenerOfHost(port, process.pid), signal);
      assert.deepEqual(lsof.kind === 'records' && [lsof.records.length, lsof.others], [1, 2]);
    } finally {
      client.destroy();
      accepted.destroy();
    }
  });
});

test('a process whose name blinds lsof is found by the kernel, and the cross-check fails', {skip: noLsof}, async t => {
  const {child, port} = await renamedListener('x) Z 1 1');
  try {
    if (lsofLists(port)) return t.skip('this lsof reads such names (4.99.7 and later do)');
    const pid = child.pid ?? 0;
    const {lsof, crossCheck, processes} = await createInspector().inspect(await listenerOfHost(port, pid), signal);
    assert.equal(lsof.kind, 'none');
    assert.equal(crossCheck.result, 'fail');
    assert.ok(crossCheck.detail.includes(`x) Z 1 1 (${pid})`), crossCheck.detail);
    assert.equal(processes[0]?.parents[0]?.pid, process.pid);
  } finally {
    child.kill('SIGKILL');
  }
});

test('without lsof there are processes all the same', async () => {
  await listening(async (_, port) => {
    const socket = await listenerOfHost(port, process.pid);
    const {lsof, crossCheck, processes} = await createInspector({run: noTool}).inspect(socket, signal);
    assert.deepEqual(
      [lsof.kind, crossCheck.result, crossCheck.detail],
      ['missing', 'unknown', 'lsof is not installed'],
    );
    assert.deepEqual(processes[0]?.workingDirectory, known(process.cwd()));
    assert.equal(processes[0]?.package.known, false);
  });
});

test('a tool that throws is a value in the result', async () => {
  const run: RunTool = async () => {
    throw new Error('out of everything');
  };
  const owner = known([holder(process.pid, 'node')]);
  const inspection = await createInspector({run}).inspect(sampleSocket({owner}), signal);
  assert.deepEqual(inspection.lsof.kind === 'failed' && inspection.lsof.message, 'Error: out of everything');
  assert.equal(inspection.processes.length, 1);
});

test('a stopped inspection ends at once', async () => {
  const owner = known([holder(process.pid, 'node')]);
  const {lsof, crossCheck} = await createInspector().inspect(sampleSocket({owner}), AbortSignal.abort());
  assert.notEqual(lsof.kind, 'records');
  assert.equal(crossCheck.result, 'unknown');
});

test('of many holders the first have details', async () => {
  const owner = known(Array.from({length: 20}, (_, index) => holder((1 << 25) + index, 'worker')));
  const inspection = await createInspector({run: noTool}).inspect(sampleSocket({owner}), signal);
  assert.equal(inspection.processes.length, 16);
});

test('a socket without a known owner has no processes', async () => {
  const socket = sampleSocket({owner: unknown('needs-root'), local: endpoint('0.0.0.0', 1)});
  const inspection = await createInspector({run: noTool}).inspect(socket, signal);
  assert.deepEqual(inspection.processes, []);
});

test('systemctl runs for PID 1 alone, and once', async () => {
  const asked: string[] = [];
  const run: RunTool = async tool => {
    asked.push(tool);
    const stdout = Buffer.from(tool === 'systemctl' ? '0.0.0.0:22 Stream ssh.socket ssh.service\n' : '');
    return {kind: 'done', code: 0, stdout, stderr: Buffer.alloc(0), truncated: false};
  };
  const inspector = createInspector({run, seesAll: async () => true});
  const socket = (pid: number): Socket => sampleSocket({owner: known([holder(pid, 'x')])});
  assert.equal((await inspector.inspect(socket(1), signal)).processes[0]?.socketUnit, 'ssh.socket');
  assert.equal(asked.filter(tool => tool === 'systemctl').length, 1);
  assert.equal((await inspector.inspect(socket(process.pid), signal)).processes[0]?.socketUnit, null);
  assert.equal(asked.filter(tool => tool === 'systemctl').length, 1);
});

async function renamedListener(name: string): Promise<{child: ChildProcess; port: number}> {
  const script = fileURLToPath(new URL('renamed-listener.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, name], {stdio: ['ignore', 'pipe', 'inherit']});
  const [line] = await once(child.stdout, 'data');
  return {child, port: Number(String(line))};
}

function lsofLists(port: number): boolean {
  try {
    execFileSync('lsof', ['-nP', `-iTCP:${port}`], {stdio: ['ignore', 'pipe', 'ignore']});
    return true;
  } catch {
    return false;
  }
}
