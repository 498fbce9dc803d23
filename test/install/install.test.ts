import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, suite, test} from 'node:test';
import {outsideOfNpm} from '../../source/build/binary/node.ts';
import {openHost} from '../e2e/helpers/host.ts';
import {needs} from '../e2e/helpers/needs.ts';
import {runToEnd} from '../e2e/helpers/portwatch.ts';
import {openTerminal} from '../e2e/helpers/terminal.ts';
import {all, supported} from './nodes.ts';
import {emptyMachine, installGlobally, pack, type Tarball} from './tarball.ts';

let folder = '';
let tarball: Tarball;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'portwatch-packed-'));
  tarball = pack(folder);
});
after(() => rmSync(folder, {recursive: true, force: true}));

test('the package holds what runs, man page, completions, schema, readme and licence, and no more', () => {
  const files = tarball.files.map(({path}) => path).sort();
  assert.deepEqual(
    files.filter(path => !/^dist\/(?:cli|chunks\/[\w-]+)\.js$/.test(path)),
    [
      'dist/completions/bash/portwatch',
      'dist/completions/fish/portwatch.fish',
      'dist/completions/zsh/_portwatch',
      'dist/man/portwatch.1',
      'dist/schema.json',
      'license',
      'package.json',
      'readme.md',
    ],
  );
  assert.ok(files.includes('dist/cli.js'));
});

test('the package is under 1.5 MB', () => {
  assert.ok(tarball.unpackedSize < 1_500_000, `${tarball.unpackedSize} bytes`);
});

test('what is in the package runs as it is unpacked, without any other package', async () => {
  execFileSync('tar', ['--extract', '--file', tarball.path], {cwd: folder});
  const {code, stdout, stderr} = await runToEnd([process.execPath, join(folder, 'package/dist/cli.js'), '--json']);
  assert.deepEqual([code, stderr], [0, '']);
  const {source, coverage} = JSON.parse(stdout);
  assert.equal(source, 'procfs');
  assert.match(coverage.notes.join('\n'), /^netlink not available: koffi does not load \(.*\), using procfs$/m);
});

test('publint finds nothing to improve', {skip: !all && 'npm run test:nodes runs it'}, () => {
  const parameters = ['--yes', 'publint@0.3.25', 'run', tarball.path, '--strict'];
  const said = execFileSync('npx', parameters, {
    cwd: folder,
    env: outsideOfNpm(process.env),
    encoding: 'utf8',
    stdio: 'pipe',
  });
  assert.match(said, /All good/);
});

for (const {name, path} of supported) {
  suite(`installed with ${name}`, {timeout: 300_000, ...needs('python3')}, () => {
    let machine: ReturnType<typeof emptyMachine>;
    let portwatch = '';
    const commandsOnly = () => ({PATH: join(machine.folder, 'commands')});

    before(() => {
      machine = emptyMachine(path());
      portwatch = installGlobally(tarball.path, machine);
    });
    after(() => rmSync(machine.folder, {recursive: true, force: true}));

    test('the command and the man page are where npm puts them', () => {
      assert.match(realpathSync(portwatch), /lib\/node_modules\/portwatch\/dist\/cli\.js$/);
      assert.ok(existsSync(join(machine.folder, 'prefix/share/man/man1/portwatch.1')));
    });

    test('prints one look, as text and as JSON from netlink', async t => {
      const host = await openHost(t);
      await host.hold(['listen tcp 0.0.0.0 8080']);
      const [once, json] = await Promise.all(
        ['--once', '--json'].map(mode =>
          runToEnd([...host.within, portwatch, '--netns', 'host', mode], {env: commandsOnly()}),
        ),
      );
      assert.deepEqual([once?.code, once?.stderr, json?.code, json?.stderr], [0, '', 0, '']);
      assert.match(once?.stdout ?? '', /^ *\? learn +tcp .* 0\.0\.0\.0:8080 /m);
      const {source, sockets} = JSON.parse(json?.stdout ?? '');
      assert.deepEqual([source, sockets.length], ['netlink', 1]);
    });

    test('draws the full screen, opens a socket, and ends with q', async t => {
      const host = await openHost(t);
      await host.hold(['listen tcp 0.0.0.0 8080']);
      const terminal = openTerminal(t, [...host.within, portwatch, '--netns', 'host', '-i', '0.5'], {
        env: commandsOnly(),
      });
      await terminal.waitFor('lists the listener', lines => lines.some(line => /^› \? learn .*8080/.test(line)));
      await terminal.press('\r');
      await terminal.waitFor('opens it', lines => lines.some(line => line === 'OWNER'));
      await terminal.press('q', 'q');
      assert.deepEqual(await terminal.exited, {code: 0, signal: 0});
    });

    test('runs by npx, without being installed', {skip: !all && 'npm run test:nodes runs it'}, () => {
      const parameters = ['--yes', '--prefer-offline', `--package=${tarball.path}`, '--', 'portwatch', '--version'];
      const printed = execFileSync(join(machine.folder, 'commands/npx'), parameters, {
        cwd: machine.folder,
        env: {...machine.env, npm_config_cache: join(machine.folder, 'cache')},
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: 120_000,
      });
      assert.match(printed, /^\d+\.\d+\.\d+\n$/);
    });
  });
}
