import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, suite, test} from 'node:test';
import {projectDirectory} from '../e2e/helpers/built.ts';
import {openHost} from '../e2e/helpers/host.ts';
import {needs, pathOf} from '../e2e/helpers/needs.ts';
import {runToEnd} from '../e2e/helpers/portwatch.ts';
import {openTerminal} from '../e2e/helpers/terminal.ts';

/** No Node and no tool, and options for a Node that there might be. */
const alone = {PATH: '/nonexistent', NODE_OPTIONS: '--no-such-option'};
const nobody = 65_534;

suite('the single executable', {timeout: 300_000, ...needs('python3', 'mount', 'setpriv')}, () => {
  let folder = '';
  let binary = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'portwatch-single-'));
    chmodSync(folder, 0o755);
    binary = join(folder, 'portwatch');
    execFileSync(process.execPath, ['source/build/binary/build.ts', binary], {
      cwd: projectDirectory,
      stdio: 'pipe',
      timeout: 270_000,
    });
  });
  after(() => rmSync(folder, {recursive: true, force: true}));

  test('runs where there is no Node', async () => {
    const [version, once] = await Promise.all(
      ['--version', '--once'].map(option => runToEnd([binary, option], {env: alone})),
    );
    assert.match(version?.stdout ?? '', /^\d+\.\d+\.\d+\n$/);
    assert.match(once?.stdout ?? '', /^portwatch .*\n\d+ sockets? .*\nowners known .*\n +VERDICT/);
    assert.deepEqual([version?.code, version?.stderr, once?.code, once?.stderr], [0, '', 0, '']);
  });

  test('asks the kernel over netlink, and leaves no file behind', async () => {
    const {stdout} = await runToEnd([binary, '--json'], {env: {...alone, TMPDIR: folder}});
    assert.equal(JSON.parse(stdout).source, 'netlink');
    assert.deepEqual(readdirSync(folder).sort(), ['licences.txt', 'portwatch']);
  });

  test('has the licences of all that it is made of beside it', () => {
    const text = readFileSync(join(folder, 'licences.txt'), 'utf8');
    const names = [...text.matchAll(/^(.+)\n-+\n\n\S/gm)].map(([, name]) => name);
    for (const name of ['portwatch', 'Node.js', 'ink', 'react', 'koffi', 'meow']) assert.ok(names.includes(name), name);
    assert.ok(!names.includes('typescript'));
  });

  test('reads /proc/net where no directory may hold a library, and says why', async () => {
    const noexec = ['$1', '/dev/shm', '/var/tmp'].map(path => `mount -t tmpfs -o noexec,mode=1777 none "${path}"`);
    const script = `${noexec.join(' && ')} && TMPDIR=$1 exec setpriv --reuid=${nobody} --clear-groups "$2" --json`;
    const within = [pathOf('unshare') ?? '', '--mount', '/bin/sh', '-c', script, 'sh'];
    const mountPoint = mkdtempSync(join(tmpdir(), 'portwatch-noexec-'));
    const {stdout, stderr} = await runToEnd([...within, mountPoint, binary]);
    rmSync(mountPoint, {recursive: true});
    assert.equal(stderr, '');
    const {source, coverage} = JSON.parse(stdout);
    assert.equal(source, 'procfs');
    assert.match(coverage.notes.join('\n'), /^netlink not available: koffi does not load \(.*\), using procfs$/m);
  });

  test('draws the full screen, names the system, and ends with q', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = openTerminal(t, [...host.within, binary, '--netns', 'host', '-i', '0.5'], {columns: 140});
    await terminal.waitFor('lists the listener', lines =>
      lines.some(line => /\? learn .* 0\.0\.0\.0:8080 /.test(line)),
    );
    await terminal.waitFor('names the system', lines => /^portwatch +\S+ \(.+\) +netlink/.test(lines[0] ?? ''));
    await terminal.press('q');
    assert.deepEqual(await terminal.exited, {code: 0, signal: 0});
  });
});
