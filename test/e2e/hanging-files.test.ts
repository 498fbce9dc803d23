import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {dirname} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {lacksAutofs, lacksFuse, mountAutomountedFiles, mountHangingFiles} from './helpers/hanging-files.ts';
import {asUser, type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, runToEnd, showsLook, watch} from './helpers/portwatch.ts';
import {keys} from './helpers/terminal.ts';

const {skip} = needs('python3', 'mount', 'setpriv');

/** Milliseconds in which everything has an answer, on a machine that does much else; the file system never answers. */
const patience = 20_000;

/** A host on which a program listens whose file is on a file system that answers no more. */
async function openHanging(t: TestContext): Promise<{readonly host: Host; readonly path: string}> {
  const files = await mountHangingFiles(t, pathOf('python3') ?? '/usr/bin/python3', 'listener');
  const host = await openHost(t);
  await host.hold(['listen tcp 0.0.0.0 8080'], {python: files.path});
  await host.hold(['listen tcp 0.0.0.0 8181']);
  await files.hang();
  return {host, path: files.path};
}

async function within<T>(work: Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work;
  assert.ok(performance.now() - start < patience, `it took ${performance.now() - start} ms`);
  return result;
}

suite('a program on a file system that answers no more', {timeout: 120_000, skip: skip || lacksFuse()}, () => {
  test('is listed with its path, and what was not touched is unknown, with the reason', async t => {
    const {host, path} = await openHanging(t);
    const {code, stdout} = await within(runToEnd([...host.within, ...portwatch, '--json']));
    assert.equal(code, 0);
    const {sockets} = JSON.parse(stdout);
    const socket = sockets.find(({local}: {local: {port: number}}) => local.port === 8080);
    assert.equal(socket.owner.processes[0].executable, path);
    assert.match(JSON.stringify(socket.assessment.checks), /on a FUSE file system: not touched, its server may hang/);
    const text = await within(runToEnd([...host.within, ...portwatch, '--once']));
    assert.match(text.stdout, /:8080 .*listener/);
  });

  for (const [user, as] of [
    ['root', []],
    ['another user', asUser(65_534)],
  ] as const) {
    test(`keeps ${user} from the settings and tools there, and not from starting`, async t => {
      const {host, path} = await openHanging(t);
      const place = dirname(path);
      const env = {XDG_CONFIG_HOME: place, XDG_CACHE_HOME: place, PATH: `/usr/bin:/bin:${place}`};
      const command = [...host.within, ...as, ...(as.length > 0 ? portwatchFor(65_534) : portwatch)];
      const {code, stderr} = await within(runToEnd([...command, '--json'], {env}));
      assert.match(stderr, /config\.toml is passed over: (?:it is on a FUSE|its file system does not answer)/);
      assert.equal(code, 0);
    });
  }

  test('holds up neither keys nor polls nor the detail nor the end', async t => {
    const {host} = await openHanging(t);
    const terminal = await watch(t, host, [], {columns: 80, rows: 60});
    await terminal.press(keys.enter);
    await terminal.waitFor('shows the detail', lines => /Checks/i.test(lines.join('\n')));
    await terminal.waitFor('has the package', lines => lines.some(line => /not touched/.test(line)));
    await terminal.press('q');
    await terminal.waitFor('is back in the list', showsLook);
    const start = performance.now();
    await terminal.press('q');
    await terminal.exited;
    assert.ok(performance.now() - start < patience);
  });
});

const listener = `
import socket, sys
waiting = socket.create_server(('0.0.0.0', 8282))
print('up', flush=True)
sys.stdin.read()
`;

test('a script in an automounted directory whose daemon answers no more holds nothing up', {
  timeout: 60_000,
  skip: skip || lacksAutofs(),
}, async t => {
  const files = await mountAutomountedFiles(t, listener, 'listener.py');
  const host = await openHost(t);
  const [program = '', ...parameters] = [...host.within, pathOf('python3') ?? '', files.path];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill());
  await once(child.stdout, 'data');
  await files.hang();
  const {code, stdout} = await within(runToEnd([...host.within, ...portwatch, '--json']));
  const [socket] = JSON.parse(stdout).sockets;
  assert.deepEqual([code, socket.local.port, socket.assessment.verdict], [0, 8282, 'learn']);
  assert.match(
    JSON.stringify(socket.assessment.checks),
    /on an automounted directory: not touched, its server may hang/,
  );
});
