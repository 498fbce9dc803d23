import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {gone, isAlive} from './helpers/processes.ts';
import {openTerminal, type Terminal} from './helpers/terminal.ts';

/** A name server of this host at its outer address; how often it was asked. */
async function startNameServer(t: TestContext, {within}: Host, name: string): Promise<() => number> {
  const script = readFileSync(new URL('helpers/name-server.py', import.meta.url), 'utf8');
  const python = [...within, pathOf('python3') ?? 'python3', '-c', script, outerAddress];
  const [program = '', ...parameters] = [...python, Buffer.from(name).toString('hex')];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill('SIGKILL'));
  let questions = -1;
  const lines = createInterface({input: child.stdout});
  lines.on('line', () => questions++);
  await once(lines, 'line');
  return () => questions;
}

/** The full screen where these files stand in the place of those in /etc. */
async function watchWith(t: TestContext, host: Host, files: Readonly<Record<string, string>>): Promise<Terminal> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-names-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const mounts = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(directory, name), text, {mode: 0o644});
    return `mount --bind '${join(directory, name)}' /etc/${name}`;
  });
  const script = `${mounts.join(' && ')} && exec "$@"`;
  const command = [...host.within, 'unshare', '--mount', 'sh', '-c', script, 'sh', ...portwatch];
  const terminal = openTerminal(t, [...command, '-i', '0.5', '-f', 'rport:8080'], {columns: 160, rows: 20});
  await terminal.waitFor('shows the connection', lines => /:8080 /.test(lines.join('\n')));
  return terminal;
}

async function openConnected(t: TestContext, ...more: readonly string[]): Promise<Host> {
  const host = await openHost(t);
  await host.hold(['listen tcp 0.0.0.0 8080', `connect tcp ${outerAddress} 8080`, ...more]);
  return host;
}

const peerShown =
  (name: string) =>
  (lines: readonly string[]): boolean =>
    lines.join('\n').includes(` ${name}:8080 `);

suite('names of hosts', {concurrency: 2, timeout: 60_000, ...needs('python3')}, () => {
  test('are looked up with d alone, shown as claims, and go with d again', async t => {
    const host = await openConnected(t);
    const asked = await startNameServer(t, host, 'shop.example');
    const terminal = await watchWith(t, host, {'resolv.conf': `nameserver ${outerAddress}\n`});
    await terminal.press('j', 'k');
    assert.equal(asked(), 0, 'nobody asked for names');
    await terminal.press('d');
    await terminal.waitFor('shows the name', peerShown('~shop.example'));
    await terminal.press('d');
    await terminal.waitFor('shows the address', peerShown(outerAddress));
    await terminal.press('d');
    await terminal.waitFor('shows the name again', peerShown('~shop.example'));
    assert.equal(asked(), 1, 'one question is enough');
  });

  test('that would drive the terminal do not reach it', async t => {
    const host = await openConnected(t);
    const asked = await startNameServer(t, host, '\x1b]0;owned\x07.\u202eexample');
    const terminal = await watchWith(t, host, {'resolv.conf': `nameserver ${outerAddress}\n`});
    await terminal.press('d');
    await terminal.waitFor('asks', () => asked() > 0);
    await terminal.press('?', 'q');
    await terminal.waitFor('is whole', lines => lines.some(line => /^› .*:8080 /.test(line)));
    assert.doesNotMatch(terminal.written(), /\x1b\]0;|\u202e/);
  });

  test('hold nothing up where the name server never answers: the address stays, keys work, and q ends it', async t => {
    const host = await openConnected(t, `listen udp ${outerAddress} 53`);
    const terminal = await watchWith(t, host, {
      hosts: '127.0.0.1 localhost\n',
      'resolv.conf': `nameserver ${outerAddress}\noptions timeout:30 attempts:5\n`,
    });
    await terminal.press('d');
    // The question is open for far longer than any of this is waited for.
    for (const [key, shows] of [
      ['?', (lines: readonly string[]) => lines[0] === 'portwatch help'],
      ['q', (lines: readonly string[]) => /^portwatch {2}/.test(lines[0] ?? '')],
    ] as const) {
      await terminal.press(key);
      await terminal.waitFor(`answers to ${key}`, shows);
    }
    assert.ok(peerShown(outerAddress)(terminal.lines()), terminal.text());
    await terminal.press('q');
    await gone(() => isAlive(terminal.pid));
    assert.equal((await terminal.exited).code, 0);
  });
});
