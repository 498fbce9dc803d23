import assert from 'node:assert/strict';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, statSync} from 'node:fs';
import {suite, type TestContext, test} from 'node:test';
import type {Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {parseBootTime, parseStat, startTime} from '../../source/linux/process-texts.ts';
import {closeConnection, endOwner, readOnlyActions} from '../../source/terminal/destructive-actions.ts';
import {projectDirectory} from '../e2e/helpers/built.ts';
import {type Host, openHost, outerAddress} from '../e2e/helpers/host.ts';
import {needs} from '../e2e/helpers/needs.ts';
import {runToEnd} from '../e2e/helpers/portwatch.ts';
import {owner, socket} from '../helpers/build.ts';

const isRoot = process.geteuid?.() === 0;

/** A process that would stay; it ends with the test. */
async function startChild(t: TestContext, uid?: number): Promise<ChildProcess & {readonly pid: number}> {
  const child = spawn('sleep', ['600'], {stdio: 'ignore', ...(uid === undefined ? {} : {uid})});
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  assert.ok(child.pid);
  return Object.assign(child, {pid: child.pid});
}

/** The start time of a process in milliseconds since the epoch, as a poll reports it. */
function startOf(pid: number): number {
  const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
  const boot = parseBootTime(readFileSync('/proc/stat', 'latin1'));
  assert.ok(stat && boot);
  return startTime(stat, boot);
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

suite('the owner of a socket', () => {
  test('is ended with SIGTERM', async t => {
    const child = await startChild(t);
    const exited = once(child, 'exit');
    assert.equal(
      await endOwner(child.pid, startOf(child.pid), 'sleep'),
      `asked sleep (pid ${child.pid}) to end with SIGTERM`,
    );
    assert.deepEqual(await exited, [null, 'SIGTERM']);
  });

  test('is ended although the clock was put right by a second since', async t => {
    const child = await startChild(t);
    const exited = once(child, 'exit');
    await endOwner(child.pid, startOf(child.pid) + 1000, 'sleep');
    await exited;
  });

  for (const [what, off] of [
    ['earlier', -60_000],
    ['later', 60_000],
    ['moments later', 2000],
  ] as const) {
    test(`is left alone where it started ${what}: the pid is another process by now`, async t => {
      const child = await startChild(t);
      const message = await endOwner(child.pid, startOf(child.pid) + off, 'sleep');
      assert.equal(message, `pid ${child.pid} is another process by now, or the clock was set: nothing was done`);
      assert.ok(!ended(child));
      assert.doesNotThrow(() => process.kill(child.pid, 0));
    });
  }

  test('has ended already where its pid does not exist', async t => {
    const child = await startChild(t);
    const startedAt = startOf(child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await endOwner(child.pid, startedAt, 'sleep'), `sleep (pid ${child.pid}) has ended already`);
  });

  test('of another user is not ended without root', {skip: isRoot ? false : 'needs root, to start it'}, async t => {
    const child = await startChild(t, 65_533);
    const startedAt = startOf(child.pid);
    // Without capabilities, and with neither of its user ids that of the child (kill(2)).
    process.seteuid?.(65_534);
    try {
      const message = await endOwner(child.pid, startedAt, 'sleep');
      assert.equal(message, `not permitted to end sleep (pid ${child.pid}): needs root`);
    } finally {
      process.seteuid?.(0);
    }
    assert.ok(!ended(child));
  });

  test('is named with control characters made visible', async t => {
    const child = await startChild(t);
    const message = await endOwner(child.pid, startOf(child.pid), 'a\x1b[2Jb\n');
    assert.equal(message, `asked a\\x1b[2Jb\\x0a (pid ${child.pid}) to end with SIGTERM`);
  });
});

/** Closes a connection from within a host. Returns the message. */
async function closeWithin(host: Host, only: Socket, before: readonly string[] = []): Promise<string> {
  const path = JSON.stringify(`${projectDirectory}source/terminal/destructive-actions.ts`);
  const script = `
    const {closeConnection} = await import(${path});
    console.log(await closeConnection(${JSON.stringify(only)}));`;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script];
  const {stdout, stderr} = await runToEnd([...host.within, ...before, ...node]);
  assert.equal(stderr, '');
  return stdout.trim();
}

type Connection = {readonly local: string; readonly peer: string};

/** The ends of the only connection that this host holds to a port, as ss(8) prints them. */
function connectionTo(host: Host, port: number): Connection | null {
  const [program = '', ...parameters] = [...host.within, 'ss', '-Htn', 'dport', '=', `:${port}`];
  const [, , , local, peer] = execFileSync(program, parameters, {encoding: 'utf8'}).trim().split(/\s+/);
  return local && peer ? {local, peer} : null;
}

const canClose = ((): boolean => {
  try {
    return /CONFIG_INET_DIAG_DESTROY=y/.test(execFileSync('zcat', ['/proc/config.gz'], {encoding: 'utf8'}));
  } catch {
    return false;
  }
})();

test('with --read-only nothing is done, whoever calls', async () => {
  assert.deepEqual(
    [await readOnlyActions.endOwner(), await readOnlyActions.closeConnection()],
    Array(2).fill('nothing was done: --read-only'),
  );
});

suite('a connection', {concurrency: 2, timeout: 60_000, ...needs('python3', 'ss')}, () => {
  for (const [what, listen, connect] of [
    ['IPv4', 'listen tcp 0.0.0.0 7001', `connect tcp ${outerAddress} 7001`],
    ['IPv6', 'listen tcp ::1 7001', 'connect tcp ::1 7001'],
    ['IPv4 on IPv6 sockets', 'listen tcp :: 7001', 'connect tcp ::ffff:127.0.0.1 7001'],
  ] as const) {
    test(`over ${what} is closed where the kernel can, and no other; else a message gives the reason`, async t => {
      const host = await openHost(t);
      await host.hold([listen, connect, 'listen tcp 127.0.0.1 7002', 'connect tcp 127.0.0.1 7002']);
      const ends = connectionTo(host, 7001);
      assert.ok(ends);
      const only = socket(`tcp ESTABLISHED ${ends.local} ${ends.peer}`);
      const message = await closeWithin(host, only);
      const isOpen = connectionTo(host, 7001) !== null;
      const {local, peer} = only;
      const closed = `closed ${local.address}:${local.port}, peer ${peer?.address}:${peer?.port}`;
      if (canClose) assert.deepEqual([message, isOpen], [closed, false]);
      else assert.equal(message, isOpen ? 'not closed: it has closed already, or this kernel cannot close it' : closed);
      assert.notEqual(connectionTo(host, 7002), null, 'another connection is still open');
    });
  }

  test('of another network namespace is closed there, and none with the same ends here', async t => {
    const [here, there] = [await openHost(t), await openHost(t)];
    for (const {within, hold} of [here, there]) {
      const [program = '', ...parameters] = [...within, 'sysctl', '-qw', 'net.ipv4.ip_local_port_range=7003 7003'];
      execFileSync(program, parameters);
      await hold(['listen tcp 127.0.0.1 7001', 'connect tcp 127.0.0.1 7001']);
    }
    const name = trusted(there.within.at(-1) ?? '');
    const inode = statSync(`/run/netns/${name}`).ino;
    const message = await closeWithin(
      here,
      socket('tcp ESTABLISHED 127.0.0.1:7003 127.0.0.1:7001', owner('/bin/x'), {
        netns: {name, inode},
      }),
    );
    if (canClose) assert.equal(message, 'closed 127.0.0.1:7003, peer 127.0.0.1:7001');
    assert.equal(connectionTo(there, 7001) === null, canClose);
    assert.notEqual(connectionTo(here, 7001), null);
  });

  test('of a network namespace that is gone, or is another by now, is not closed', async t => {
    const host = await openHost(t);
    const name = trusted(host.within.at(-1) ?? '');
    const only = socket('tcp ESTABLISHED 127.0.0.1:7003 127.0.0.1:7001', owner('/bin/x'), {netns: {name, inode: 1}});
    assert.equal(await closeWithin(host, only), `network namespace ${name} cannot be entered: nothing was done`);
  });

  test('that has closed already gives a message', async t => {
    const host = await openHost(t);
    const only = socket('tcp ESTABLISHED 127.0.0.1:7001 127.0.0.1:7002');
    assert.equal(await closeWithin(host, only), 'not closed: it has closed already, or this kernel cannot close it');
  });

  test('without a peer is none', async () => {
    assert.equal(await closeConnection(socket('tcp LISTEN 0.0.0.0:22')), 'it has no peer');
  });

  test('is not closed without the right to', {skip: isRoot ? false : 'needs root, to lay it down'}, async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 127.0.0.1 7001', 'connect tcp 127.0.0.1 7001']);
    const ends = connectionTo(host, 7001);
    assert.ok(ends);
    // Root without its powers but those that read files (capabilities(7)), as in a container.
    const weak = ['setpriv', '--bounding-set', '-all,+dac_override', '--inh-caps', '-all'];
    const message = await closeWithin(host, socket(`tcp ESTABLISHED ${ends.local} ${ends.peer}`), weak);
    if (canClose) assert.equal(message, 'not permitted to close it: needs root (CAP_NET_ADMIN)');
    assert.notEqual(connectionTo(host, 7001), null);
  });
});
