import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {program, runToEnd} from './helpers/portwatch.ts';
import {keys, openTerminal} from './helpers/terminal.ts';

/** A root directory with busybox(1) and its libraries. */
function makeRoot(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'portwatch-root-'));
  t.after(() => rmSync(root, {recursive: true}));
  const busybox = pathOf('busybox') ?? '/bin/busybox';
  const libraries = spawnSync('ldd', [busybox]).stdout.toString().match(/\/\S+/g) ?? [];
  for (const path of [busybox, ...libraries.filter(each => !each.endsWith(':'))]) {
    mkdirSync(join(root, dirname(path)), {recursive: true});
    copyFileSync(path, join(root, path));
  }
  for (const name of ['dev', 'etc', 'proc', 'sys', 'tmp', 'bin']) mkdirSync(join(root, name), {recursive: true});
  symlinkSync(busybox, join(root, 'bin/httpd'));
  return root;
}

/** Runs podman in the network of a host, with the file systems of this one. Throws where it fails. */
const podman = ({within}: Host, ...parameters: readonly string[]): string =>
  execFileSync('nsenter', [`--net=/run/netns/${within.at(-1)}`, 'podman', ...parameters], {stdio: 'pipe'}).toString();

/** Some hosts have control groups that crun does not take. */
const runtimes = [[], ['--runtime', 'runc'], ['--runtime', 'crun']];

/**
 * Starts a container whose port 80 is published on port 8080 of the host. Returns its id, or why it does not start; in
 * either case it must be removed.
 */
function startContainer(host: Host, name: string, root: string): {readonly id: string} | {readonly why: string} {
  // Root without CAP_SYS_RESOURCE may not raise a limit.
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
  let why = '';
  for (const runtime of runtimes) {
    const run = ['run', '--detach', '--replace', '--name', name, '--publish', '8080:80', ...limits, '--rootfs', root];
    try {
      // Before the id of the new container is the one that it replaces.
      const printed = podman(host, ...runtime, ...run, '/bin/httpd', '-f', '-p', '80');
      return {id: printed.trim().split('\n').at(-1) ?? ''};
    } catch (error) {
      why = String((error as {readonly stderr?: Buffer}).stderr ?? error).trim();
    }
  }
  return {why};
}

suite('a container of podman', {timeout: 120_000, ...needs('podman', 'busybox', 'nsenter')}, () => {
  test('names its namespace, its processes and the port that is published for it', async t => {
    const host = await openHost(t);
    const name = `portwatch-test-${process.pid}`;
    try {
      const started = startContainer(host, name, makeRoot(t));
      if ('why' in started) t.skip(`podman starts no container here: ${started.why}`);
      else await lookAt(t, host, {runtime: 'podman', id: started.id.slice(0, 12), name});
    } finally {
      podman(host, 'rm', '--force', '--ignore', '--time', '0', name);
    }
  });
});

async function lookAt(t: TestContext, host: Host, container: Record<'runtime' | 'id' | 'name', string>): Promise<void> {
  const {name} = container;
  const {stdout} = await runToEnd([...host.within, ...program, '--json', '-f', `port:80 netns:${name}`]);
  const [server] = JSON.parse(stdout).sockets;
  // It runs a root directory, and so has no image.
  assert.deepEqual(server?.owner.processes[0].container, {...container, image: null});
  const published = [...program, '-i', '0.5', '-f', 'port:8080 state:listen netns:host'];
  const terminal = openTerminal(t, [...host.within, ...published], {columns: 160, rows: 110});
  await terminal.waitFor('lists the port', lines => lines.some(line => line.includes(`port of container ${name}`)));
  await terminal.press(keys.enter);
  await terminal.waitFor('names the container and its listener', lines => {
    const text = lines.join('\n');
    const answer = /published +kept for a container with (?:busybox|httpd), tcp6? \S+:80 in network namespace/;
    return new RegExp(`publishes +a port of podman ${name}`).test(text) && answer.test(text);
  });
  await terminal.press('q', 'q');
  assert.equal((await terminal.exited).code, 0);
}
