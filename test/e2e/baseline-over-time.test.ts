import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {suite, type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {type Host, openHost} from './helpers/host.ts';
import {lacks, needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {installScript, openDirectory, runner, startService, withBaseline} from './helpers/services.ts';
import {environment} from './helpers/terminal.ts';

type Event = {
  readonly event: string;
  readonly socket: {
    readonly local: {readonly port: number};
    readonly acceptance: {readonly state: string; readonly drift: readonly string[]} | null;
  };
};

/** Events of `--stream`, with the wait for one. */
function follow(t: TestContext, {within}: Host, directory: string) {
  const {path, env} = withBaseline(directory);
  const [program = '', ...parameters] = [...within, ...portwatch, '--baseline', path, '--stream', '-i', '0.2'];
  const child = spawn(program, parameters, {env: {...environment, ...env}, stdio: ['ignore', 'pipe', 'inherit']});
  t.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const events: Event[] = [];
  const lines = createInterface({input: child.stdout});
  lines.on('line', line => events.push(JSON.parse(line)));
  return {
    events,
    until: async (holds: (event: Event) => boolean): Promise<void> => {
      const signal = AbortSignal.timeout(20_000);
      while (!events.some(holds)) await once(lines, 'line', {signal});
    },
  };
}

suite('a baseline while services come and go', needs('python3'), () => {
  test('twenty starts on ports that the kernel chose are accepted, and none drifts', {timeout: 60_000}, async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const command = installScript(directory, 'probe.py');
    const start = () => startService(t, host, command, {ends: [['udp', '0.0.0.0', 0]]});
    let service = await start();
    const accepted = await runner(host, directory)('--accept', '--yes');
    assert.match(accepted.stdout, /^udp on any port of clients: /);
    const {events, until} = follow(t, host, directory);
    // The first poll has no events: what opens after it does.
    const sentinel = await startUntilSeen(t, host, directory, until);
    await sentinel.stop();
    for (let starts = 0; starts < 20; starts++) {
      await service.stop();
      service = await start();
      const [port] = service.ports;
      await until(({socket: {local, acceptance}}) => local.port === port && acceptance?.state === 'accepted');
    }
    const drifting = events.filter(({event, socket}) => event === 'drift' && socket.local.port !== 4200);
    assert.deepEqual(drifting, []);
  });

  test('a stream has one line with the event drift for what begins to differ', async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const command = installScript(directory, 'app.py');
    const service = await startService(t, host, command, {ends: [['tcp', '127.0.0.1', 4201]]});
    assert.equal((await runner(host, directory)('--accept', '--yes')).code, 0);
    const {events, until} = follow(t, host, directory);
    await (await startUntilSeen(t, host, directory, until)).stop();
    await service.stop();
    await startService(t, host, command, {ends: [['tcp', '0.0.0.0', 4201]]});
    await until(({event, socket}) => event === 'drift' && socket.local.port === 4201);
    const drifts = events.filter(({event, socket}) => event === 'drift' && socket.local.port === 4201);
    assert.deepEqual(
      drifts.map(({socket}) => socket.acceptance?.drift),
      [['widened']],
    );
    assert.ok(events.some(({event, socket}) => event === 'drift' && socket.local.port === 4200));
  });
});

/** Opens a listener that nobody accepted, on port 4200, again and again until the stream has it. */
async function startUntilSeen(
  t: TestContext,
  host: Host,
  directory: string,
  until: ReturnType<typeof follow>['until'],
) {
  const command = installScript(directory, 'sentinel.py');
  for (;;) {
    const service = await startService(t, host, command, {ends: [['tcp', '127.0.0.1', 4200]]});
    const isSeen = await Promise.race([
      until(({event, socket}) => event === 'drift' && socket.local.port === 4200).then(() => true),
      new Promise<boolean>(resolve => setTimeout(resolve, 1000, false)),
    ]);
    if (isSeen) return service;
    await service.stop();
  }
}

const packageName = 'portwatch-test-agent';
const installed = `/usr/lib/${packageName}/agent.py`;

/** Builds and installs a version of a package whose only file is a service; it is purged with the test. */
function installPackage(t: TestContext, version: string): readonly string[] {
  const tree = mkdtempSync(join(tmpdir(), 'portwatch-package-'));
  chmodSync(tree, 0o755);
  const file = join(tree, installed);
  mkdirSync(join(file, '..'), {recursive: true});
  copyFileSync(fileURLToPath(new URL('helpers/listen.py', import.meta.url)), file);
  writeFileSync(file, `# ${version}\n`, {flag: 'a'});
  mkdirSync(join(tree, 'DEBIAN'));
  const control = {
    Package: packageName,
    Version: version,
    Architecture: 'all',
    Maintainer: 'nobody <nobody@example.com>',
    Description: 'a service of a test',
  };
  const lines = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`);
  writeFileSync(join(tree, 'DEBIAN/control'), lines.join(''));
  // dpkg knows the bytes of a file by this list.
  const sum = execFileSync('md5sum', [file], {encoding: 'utf8'}).slice(0, 32);
  writeFileSync(join(tree, 'DEBIAN/md5sums'), `${sum}  ${installed.slice(1)}\n`);
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, `${tree}.deb`], {stdio: 'pipe'});
  t.after(() => {
    for (const path of [tree, `${tree}.deb`]) rmSync(path, {recursive: true, force: true});
    if (existsSync(installed)) execFileSync('dpkg', ['--purge', packageName], {stdio: 'pipe'});
  });
  execFileSync('dpkg', ['--install', `${tree}.deb`], {stdio: 'pipe'});
  return ['/usr/bin/python3', installed];
}

suite('a baseline and the package manager', needs('python3'), () => {
  test('an upgrade is no drift, before the next start and after it; other bytes than the package has are', {
    skip: lacks('/usr/bin/dpkg', '/usr/bin/dpkg-deb', '/usr/bin/md5sum'),
    timeout: 60_000,
  }, async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const run = runner(host, directory);
    const drift = async () => {
      const {code, stdout, stderr} = await run('--drift', '--fail-on', 'drift');
      assert.equal(stderr, '');
      return `${code} ${stdout.split(/ {2,}/).slice(0, 2).join(' ')}`.trim();
    };
    const start = (command: readonly string[]) => startService(t, host, command, {ends: [['tcp', '0.0.0.0', 4202]]});
    const first = await start(installPackage(t, '1.0'));
    assert.equal((await run('--accept', '--yes')).code, 0);
    assert.equal(await drift(), '0');
    const upgraded = installPackage(t, '2.0');
    assert.match(await drift(), /^0(?: upgraded tcp 0\.0\.0\.0:4202)?$/);
    await first.stop();
    const second = await start(upgraded);
    assert.match(await drift(), /^0(?: upgraded tcp 0\.0\.0\.0:4202)?$/);
    await second.stop();
    writeFileSync(installed, '# changed by hand\n', {flag: 'a'});
    await start(upgraded);
    assert.equal(await drift(), '1 replaced tcp 0.0.0.0:4202');
  });
});
