import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {openHost} from './helpers/host.ts';
import {lacks, needs} from './helpers/needs.ts';
import {installBinary, installScript, openDirectory, runner, startService} from './helpers/services.ts';

const packageName = 'portwatch-test-agent';
const folder = `/usr/lib/${packageName}`;

/** Puts the program of a version into a directory; its command line. */
type Install = (directory: string, version: number) => readonly string[];

/** Runs dpkg(1), once no other program has its lock. */
async function dpkg(...words: readonly string[]): Promise<void> {
  for (const end = Date.now() + 30_000; ; await pause(200)) {
    const {status, stderr} = spawnSync('dpkg', words, {encoding: 'utf8'});
    if (status === 0) return;
    assert.ok(/lock/.test(stderr) && Date.now() < end, stderr);
  }
}

/** Builds and installs a version of a package that has nothing but a service. It is purged with the test. */
async function installPackage(t: TestContext, install: Install, version: number): Promise<readonly string[]> {
  const tree = mkdtempSync(join(tmpdir(), 'portwatch-package-'));
  chmodSync(tree, 0o755);
  mkdirSync(join(tree, folder), {recursive: true});
  mkdirSync(join(tree, 'DEBIAN'));
  const command = install(join(tree, folder), version);
  const control = {
    Package: packageName,
    Version: `${version}.0`,
    Architecture: 'all',
    Maintainer: 'nobody <nobody@example.com>',
    Description: 'a service of a test',
  };
  const lines = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`);
  writeFileSync(join(tree, 'DEBIAN/control'), lines.join(''));
  // dpkg knows the bytes of a file by this list.
  const files = readdirSync(join(tree, folder)).map(name => join(folder.slice(1), name));
  writeFileSync(join(tree, 'DEBIAN/md5sums'), execFileSync('md5sum', files, {cwd: tree}));
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, `${tree}.deb`], {stdio: 'pipe'});
  t.after(async () => {
    for (const path of [tree, `${tree}.deb`]) rmSync(path, {recursive: true, force: true});
    if (existsSync(folder)) await dpkg('--purge', packageName);
  });
  await dpkg('--install', `${tree}.deb`);
  return command.map(word => word.replace(tree, ''));
}

const programs: Readonly<Record<string, Install>> = {
  'a script': (directory, version) => installScript(directory, 'agent.py', `version ${version}`),
  'a program': (directory, version) => installBinary(directory, 'agent', version),
};

const skip = lacks('/usr/bin/dpkg', '/usr/bin/dpkg-deb', '/usr/bin/md5sum');

suite('a baseline and the package manager', needs('python3', 'gcc'), () => {
  for (const [name, install] of Object.entries(programs)) {
    test(`${name}: an upgrade is no drift, other bytes than the package has are`, {skip, timeout: 120_000}, async t => {
      const host = await openHost(t);
      const directory = openDirectory(t);
      const run = runner(host, directory);
      const drift = async (): Promise<string> => {
        const {code, stdout, stderr} = await run('--drift', '--fail-on', 'drift');
        assert.equal(stderr, '');
        return [code, ...stdout.split(/ {2,}/).slice(0, 2)].join(' ').trim();
      };
      const start = (command: readonly string[]) => startService(t, host, command, {ends: [['tcp', '0.0.0.0', 4202]]});
      const running = await start(await installPackage(t, install, 1));
      const accepted = await run('--accept', '--yes');
      assert.match(accepted.stdout, new RegExp(`^tcp 4202: .*${folder}/agent`));
      assert.equal(await drift(), '0');
      const upgraded = await installPackage(t, install, 2);
      const isUpgraded = /^0(?: upgraded tcp 0\.0\.0\.0:4202)?$/;
      assert.match(await drift(), isUpgraded, 'before the next start');
      await running.stop();
      const again = await start(upgraded);
      assert.match(await drift(), isUpgraded, 'after it');
      await again.stop();
      install(folder, 3);
      await start(upgraded);
      assert.equal(await drift(), '1 replaced tcp 0.0.0.0:4202');
    });
  }
});
