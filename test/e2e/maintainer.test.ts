import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, program, runToEnd, showsLook} from './helpers/portwatch.ts';
import {openTerminal} from './helpers/terminal.ts';

/** A directory that goes with the test. */
function directoryOf(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-maintainer-'));
  t.after(() => rmSync(directory, {recursive: true}));
  return directory;
}

const linesOf = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

suite('a report', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('counts what a poll finds and names nobody', async t => {
    const host = await openHost(t);
    await host.hold([`listen tcp ${outerAddress} 8080`, 'listen tcp 127.0.0.1 8081'], {argument: 'secret-argument'});
    const config = directoryOf(t);
    mkdirSync(join(config, 'portwatch'));
    writeFileSync(join(config, 'portwatch/config.toml'), 'sort = "port"\n[services]\n"8080/tcp" = "secret-name"\n');
    const env = {XDG_CONFIG_HOME: config, TMUX: '/tmp/secret-socket'};
    const options = ['--report', '--theme', 'mono', '-f', 'addr:198.51.100.7'];
    const {code, stdout, stderr} = await runToEnd([...host.within, ...portwatch, ...options], {env});
    assert.deepEqual([code, stderr], [0, '']);
    for (const line of [
      /^portwatch {2}\d+\.\d+\.\d+$/m,
      /^user {7}root; capabilities [\da-f]{16}$/m,
      /^terminal {3}none; .*TMUX=set/m,
      /^options {4}--report; --filter; --theme; --netns$/m,
      /^settings {3}file read; changed: theme, sort, netns, services$/m,
      /^source {5}netlink: works$/m,
      /^poll {7}by netlink; [\d.]+ ms$/m,
      /^sockets {4}tcp LISTEN 2$/m,
      /^owners {5}known 2$/m,
    ]) {
      assert.match(stdout, line);
    }
    assert.match(stdout, /^[\x20-\x7e\n]*$/);
    assert.doesNotMatch(stdout, /secret|\d+\.\d+\.\d+\.\d+(?!-node)\b|8080|python/);
    for (const name of [hostname(), homedir(), config]) assert.ok(!new RegExp(`\\b${name}\\b`).test(stdout), name);
  });

  test('stands where the settings file is wrong and no source works', async t => {
    const config = directoryOf(t);
    mkdirSync(join(config, 'portwatch'));
    writeFileSync(join(config, 'portwatch/config.toml'), 'secret = 1\n');
    const env = {XDG_CONFIG_HOME: config, PATH: '/nonexistent'};
    const options = ['--report', '--collector', 'systeminformation'];
    const {code, stdout, stderr} = await runToEnd([...program, ...options], {env});
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^settings {3}file refused; changed: none$/m);
    assert.match(stdout, /^source {5}systeminformation: neither netstat nor ss is installed$/m);
    assert.match(stdout, /^poll {7}failed: .*neither netstat nor ss is installed/m);
    assert.doesNotMatch(stdout, /secret/);
  });
});

suite('the debug log', {concurrency: 3, timeout: 60_000, ...needs('python3', 'lsof')}, () => {
  test('has the start, the tools and the end of the full screen, and no command lines', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 127.0.0.1 8081']);
    const file = join(directoryOf(t), 'log');
    const terminal = openTerminal(t, [...host.within, ...portwatch, '-i', '0.5'], {env: {PORTWATCH_DEBUG: file}});
    await terminal.waitFor('shows the socket', lines => showsLook(lines) && lines.some(line => line.includes('8081')));
    await terminal.press('l');
    await terminal.waitFor('shows lsof', lines => lines.some(line => /cross-check +pass/.test(line)));
    await terminal.press('q', 'q');
    assert.equal((await terminal.exited).code, 0);
    const lines = linesOf(file);
    const [start, end] = [lines[0], lines.at(-1)];
    assert.deepEqual([start?.kind, start?.mode, start?.options], ['start', 'monitor', ['--interval', '--netns']]);
    assert.deepEqual([end?.kind, end?.code], ['end', 0]);
    const lsof = lines.filter(({tool}) => tool === 'lsof');
    assert.deepEqual(
      lsof.slice(0, 2).map(({kind, ended}) => [kind, ended]),
      [
        ['tool-started', undefined],
        ['tool-ended', 'done'],
      ],
    );
    assert.doesNotMatch(readFileSync(file, 'utf8'), /"command"|8081/);
  });

  test('has the error that ended the program', async t => {
    const file = join(directoryOf(t), 'log');
    const {code} = await runToEnd([...portwatch, '--bogus'], {env: {PORTWATCH_DEBUG: file}});
    assert.equal(code, 2);
    const [error, end] = linesOf(file);
    assert.equal(error?.kind, 'error');
    assert.match(String(error?.stack), /unknown option --bogus/);
    assert.deepEqual([end?.kind, end?.code], ['end', 2]);
  });

  test('that cannot be written is refused in one line, with exit code 2', async () => {
    const env = {PORTWATCH_DEBUG: '/nonexistent/log'};
    const {code, stdout, stderr} = await runToEnd([...portwatch, '--once'], {env});
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'portwatch: PORTWATCH_DEBUG: could not write /nonexistent/log: there is no such directory\n');
  });
});
