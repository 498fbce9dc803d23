import assert from 'node:assert/strict';
import {chmodSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {asUser, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {type End, installScript, openDirectory, runner, startService, withBaseline} from './helpers/services.ts';
import {keys, openTerminal} from './helpers/terminal.ts';

/** A host with one service on these ports, and an empty place for a baseline. */
async function openService(t: TestContext, ...ports: readonly number[]) {
  const host = await openHost(t);
  const directory = openDirectory(t);
  const ends = ports.map((port): End => ['tcp', '0.0.0.0', port]);
  await startService(t, host, installScript(directory, 'app.py'), {ends});
  return {host, directory, path: join(directory, 'baseline.toml'), run: runner(host, directory)};
}

const one = (line: string): RegExp => new RegExp(`^portwatch: [^\\n]*${line}[^\\n]*\\n$`);

suite('--accept', needs('python3', 'setpriv'), () => {
  test('prints the blocks, asks on the terminal, and writes them once yes is typed', async t => {
    const {host, directory, path} = await openService(t, 4101, 4102);
    const {env} = withBaseline(directory);
    const command = [...host.within, ...portwatch, '--baseline', path, '--accept', '--note', 'ticket 4711'];
    for (const [typed, code] of [
      ['no', 2],
      ['yes', 0],
    ] as const) {
      const terminal = openTerminal(t, command, {env, columns: 150});
      await terminal.waitFor('asks', lines => lines.some(line => line.endsWith('accept these 2? type yes:')));
      assert.match(terminal.text(), /tcp 4101: \S+ \S+\/app\.py of root, .*from every network/);
      assert.ok(!existsSync(path));
      await terminal.press(typed, keys.enter);
      assert.equal((await terminal.exited).code, code, terminal.text());
      assert.equal(existsSync(path), typed === 'yes');
    }
    const text = readFileSync(path, 'utf8');
    assert.deepEqual(
      [...text.matchAll(/^port = (\d+)$/gm)].map(([, port]) => port),
      ['4101', '4102'],
    );
    assert.equal([...text.matchAll(/^note = "ticket 4711"$/gm)].length, 2);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  test('without a terminal it does not guess: --yes accepts, and then nothing is left to accept', async t => {
    const {path, run} = await openService(t, 4103);
    const asked = await run('--accept');
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, one('--yes'));
    assert.match(asked.stdout, /^tcp 4103: /);
    assert.ok(!existsSync(path));
    assert.equal((await run('--accept', '--yes')).code, 0);
    const again = await run('--accept', '--yes');
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.match(again.stdout, /^there is nothing to accept/);
  });

  test('what a person wrote into the file stays, and so does its order', async t => {
    const {path, run} = await openService(t, 4104);
    const own = '# ours: ask anna\n\n[[listener]]\nproto = "tcp"\nport = 7001 # the old one\n# last words\n';
    writeFileSync(path, own, {mode: 0o600});
    assert.equal((await run('--accept', '--yes')).code, 0);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.startsWith(own), text);
    assert.match(text.slice(own.length), /^\n\[\[listener\]\]\nproto = "tcp"\nport = 4104\n/);
  });

  test('a suspect socket among several stops all; alone and with a note it is accepted', async t => {
    const {path, run} = await openService(t, 22, 4105);
    const all = await run('--accept', '--yes', '--note', 'x');
    assert.equal(all.code, 2);
    assert.match(all.stderr, one('tcp 0\\.0\\.0\\.0:22'));
    const withoutNote = await run('--accept', '--yes', '--filter', 'lport:22');
    assert.equal(withoutNote.code, 2);
    assert.match(withoutNote.stderr, one('with a note'));
    assert.ok(!existsSync(path));
    assert.equal((await run('--accept', '--yes', '--filter', 'lport:22', '--note', 'honeypot')).code, 0);
    assert.equal((await run('--accept', '--yes')).code, 0);
    assert.equal((await run('--once', '--fail-on', 'learn')).code, 0);
  });

  test('a program that everybody may write is not accepted', async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const command = installScript(directory, 'app.py');
    chmodSync(join(directory, 'app.py'), 0o666);
    await startService(t, host, command, {ends: [['tcp', '0.0.0.0', 4106]]});
    const {code, stderr} = await runner(host, directory)('--accept', '--yes', '--note', 'x');
    assert.equal(code, 2);
    assert.match(stderr, /everybody may write \S+app\.py/);
    assert.ok(!existsSync(join(directory, 'baseline.toml')));
  });
});

suite('the file of a baseline', needs('python3', 'setpriv', 'mount'), () => {
  test('others may not be able to write it, where it was asked for', async t => {
    const {path, run} = await openService(t, 4107);
    assert.equal((await run('--accept', '--yes')).code, 0);
    const modes = [['--drift'], ['--accept', '--yes'], ['--once', '--fail-on', 'drift'], ['--json']];
    for (const [mode, all] of [
      [0o620, modes],
      [0o602, modes.slice(0, 1)],
    ] as const) {
      chmodSync(path, mode);
      for (const options of all) {
        const {code, stderr} = await run(...options);
        assert.equal(code, 2, options.join(' '));
        assert.match(stderr, /baseline\.toml: .*others may write it/);
      }
    }
  });

  test('without one, drift is no answer but a mistake, and the line names the remedy', async t => {
    const {run} = await openService(t, 4108);
    for (const options of [['--drift'], ['--once', '--fail-on', 'drift'], ['--json', '--fail-on', 'drift']]) {
      const {code, stderr} = await run(...options);
      assert.equal(code, 2, options.join(' '));
      assert.match(stderr, one('portwatch --accept'));
    }
    const {code, stderr} = await run('--once');
    assert.equal(code, 0);
    assert.match(stderr, one('baseline\\.toml is not there: nothing is accepted'));
  });

  test('on a file system that cannot be written, the line names the file', async t => {
    const {host, directory, path} = await openService(t, 4109);
    const {env} = withBaseline(directory);
    const readOnly = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs -o ro,mode=755 tmpfs "$0" && exec "$@"',
      directory,
    ];
    const command = [...host.within, ...readOnly, ...portwatch, '--baseline', path, '--accept', '--yes'];
    const {code, stderr} = await runToEnd(command, {env});
    assert.equal(code, 2);
    assert.match(stderr, one(`${path}: .*read-only`));
  });

  test('one of root, read without root, names what could not be checked, and nothing drifts', async t => {
    const {host, path, run} = await openService(t, 4110);
    assert.equal((await run('--accept', '--yes')).code, 0);
    chmodSync(path, 0o644);
    const user = 65_534;
    const command = [...host.within, ...asUser(user), ...portwatchFor(user), '--baseline', path];
    const {code, stdout, stderr} = await runToEnd([...command, '--drift', '--fail-on', 'drift'], {env: {HOME: '/'}});
    assert.deepEqual([code, stdout], [0, ''], stderr);
    assert.match(stderr, one('1 accepted socket not checked in full \\(owner: needs root\\)'));
    const {sockets} = JSON.parse((await runToEnd([...command, '--json'], {env: {HOME: '/'}})).stdout);
    assert.deepEqual(
      [sockets[0].acceptance.state, sockets[0].acceptance.unverified],
      ['accepted', ['owner: needs root']],
    );
  });
});
