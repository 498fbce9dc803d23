import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import {keys, type Terminal} from './helpers/terminal.ts';

const wide = {columns: 200, rows: 45};

/** The line of the socket with this local end; `peer` is the beginning of the other end. */
const lineOf = (lines: readonly string[], local: string, peer = ''): string | undefined =>
  lines.find(line => line.replace(/ +/g, ' ').includes(` ${local} ${peer}`));

const cursorLine = (lines: readonly string[]): string => lines.find(line => line.startsWith('›')) ?? '';

/** Moves the cursor down to the line that has this text. */
async function moveTo(terminal: Terminal, text: string): Promise<void> {
  for (let step = 0; step < 40 && !cursorLine(terminal.lines()).includes(text); step++) {
    const before = cursorLine(terminal.lines());
    await terminal.press('j');
    await terminal.waitFor('moves its cursor', lines => cursorLine(lines) !== before);
  }
}

async function watchSocket(t: TestContext, command: string): Promise<{host: Host; pid: number; terminal: Terminal}> {
  const host = await openHost(t);
  const {pid} = await host.hold([command]);
  return {host, pid, terminal: await watch(t, host, [], wide)};
}

suite('the full screen', {concurrency: 3, timeout: 120_000, ...needs('python3', 'lsof')}, () => {
  test('shows every listener and connection with verdict, owner and reason', async t => {
    const host = await openHost(t);
    const {pid} = await host.hold([
      'listen tcp 127.0.0.1 5432',
      'listen tcp 0.0.0.0 8080',
      'listen tcp 0.0.0.0 22',
      'listen udp 0.0.0.0 514',
      'listen udp 127.0.0.1 4000',
      'listen tcp ::1 9001',
      'listen tcp :: 9002',
      'listen udp :: 4001',
      'connect tcp 127.0.0.1 5432',
      `connect tcp ${outerAddress} 8080`,
      'listen udp 127.0.0.1 123',
      'connect udp 127.0.0.1 123',
    ]);
    const expected: readonly (readonly [local: string, verdict: string, protocol: string, why: string])[] = [
      ['127.0.0.1:5432', '✓ explained', 'tcp', 'this machine only'],
      ['0.0.0.0:8080', '? learn', 'tcp', 'not loopback alone'],
      ['0.0.0.0:22', '! suspect', 'tcp', 'not an SSH server'],
      ['0.0.0.0:514', '! suspect', 'udp', 'not a syslog daemon'],
      ['127.0.0.1:4000', '✓ explained', 'udp', 'this machine only'],
      ['[::1]:9001', '✓ explained', 'tcp6', 'this machine only'],
      ['[::]:9002', '? learn', 'tcp6', 'not loopback alone'],
      ['[::]:4001', '? learn', 'udp6', 'not loopback alone'],
    ];
    const terminal = await watch(t, host, [], wide);
    await terminal.waitFor('lists all', lines => expected.every(([local]) => lineOf(lines, local)));
    const lines = terminal.lines();
    for (const [local, verdict, protocol, why] of expected) {
      const line = lineOf(lines, local) ?? '';
      assert.match(line, new RegExp(`^. ${verdict.replace('?', '\\?')} +${protocol} `), line);
      assert.ok(line.includes(why), line);
      assert.match(line, new RegExp(`/${pid} +root`), line);
    }
    assert.match(lineOf(lines, '127.0.0.1:5432', '127.0.0.1:') ?? '', /✓ explained +tcp .*within this machine/);
    assert.match(lineOf(lines, `${outerAddress}:8080`, `${outerAddress}:`) ?? '', /\? learn +tcp /);
    assert.ok(
      lines.some(line => /▾ LISTEN 5 +✓ 2 explained +\? 2 learn +! 1 suspect/.test(line)),
      terminal.text(),
    );
    assert.ok(
      lines.some(line => /▾ UNCONN 4 /.test(line)),
      terminal.text(),
    );
    assert.ok(
      lines.some(line => /▾ ESTABLISHED 5 /.test(line)),
      terminal.text(),
    );
    assert.match(lines[1] ?? '', /^14 sockets · .* · 5 exposed listeners, 0 of them explained/);
    assert.match(lines[2] ?? '', /^owners known 14 of 14 · 0 loopback hidden/);
  });

  test('hides and shows loopback with L, and says how many it hides', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 127.0.0.1 5432', 'listen udp ::1 4000', 'listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], wide);
    await terminal.waitFor('lists loopback', lines => lineOf(lines, '127.0.0.1:5432') !== undefined);
    await terminal.press('L');
    await terminal.waitFor('hides it', lines => lines[2]?.includes('2 loopback hidden, L shows') ?? false);
    assert.equal(lineOf(terminal.lines(), '127.0.0.1:5432'), undefined);
    assert.equal(lineOf(terminal.lines(), '[::1]:4000'), undefined);
    assert.ok(lineOf(terminal.lines(), '0.0.0.0:8080'));
    assert.match(terminal.lines()[1] ?? '', /^1 socket · /);
    await terminal.press('L');
    await terminal.waitFor('shows it again', lines => lineOf(lines, '[::1]:4000') !== undefined);
    assert.ok(terminal.lines()[2]?.includes('0 loopback hidden'));
  });

  test('starts with loopback hidden on -L', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 127.0.0.1 5432']);
    const terminal = await watch(t, host, ['-L'], wide);
    await terminal.waitFor('says so', lines => lines[2]?.includes('1 loopback hidden') ?? false);
    assert.match(terminal.text(), /No other sockets: 1 on loopback are hidden, L shows them/);
  });

  test('opens a socket on Enter and names its process from the kernel and from lsof', async t => {
    const {pid, terminal} = await watchSocket(t, 'listen tcp 0.0.0.0 8080');
    await moveTo(terminal, '0.0.0.0:8080');
    await terminal.press(keys.enter);
    await terminal.waitFor('has heard lsof', lines => lines.some(line => /cross-check +\w+: /.test(line)));
    const text = terminal.text();
    assert.match(terminal.lines()[0] ?? '', /^LISTEN {2}tcp 0\.0\.0\.0:8080/);
    assert.match(text, /\? learn {2}Open listener/);
    assert.match(text, new RegExp(`process +python3.*, pid ${pid}\\n`), 'the kernel names the process');
    assert.match(text, new RegExp(`│ *python3 *│ *${pid} *│ *root *│`), "lsof's table names the process");
    assert.match(text, /NAME +│\n.*\n.*\*:8080 \(LISTEN\)/);
    assert.match(text, new RegExp(`pass: lsof says the same: python3 \\(${pid}\\)`));
    assert.match(text, /\$ lsof -nP -i4TCP:8080/);
    await terminal.press('q');
    await terminal.waitFor('shows the list again', lines => cursorLine(lines).includes('0.0.0.0:8080'));
  });

  test('goes to the lsof section on l', async t => {
    const {pid, terminal} = await watchSocket(t, 'listen tcp 0.0.0.0 8080');
    terminal.resize(100, 14);
    await terminal.waitFor('is small', lines => lines.length === 14 && cursorLine(lines).includes('0.0.0.0:8080'));
    await terminal.press('l');
    await terminal.waitFor('has heard lsof', lines => lines[1]?.startsWith('LSOF') ?? false);
    await terminal.waitFor('lists the process', lines => lines.some(line => line.includes(`│ ${pid}`)));
  });

  test('steps through the sockets with ] and [', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 7001', 'listen tcp 0.0.0.0 7002', 'listen udp 0.0.0.0 7003']);
    const terminal = await watch(t, host, [], wide);
    const opens = (port: number) =>
      terminal.waitFor(`opens ${port}`, ([title = '']) => title.includes(`0.0.0.0:${port}`));
    await moveTo(terminal, '0.0.0.0:7001');
    await terminal.press(keys.enter);
    await opens(7001);
    await terminal.press(']');
    await opens(7002);
    await terminal.press(']');
    await opens(7003);
    await terminal.press('[', '[');
    await opens(7001);
    await terminal.press(keys.escape);
    await terminal.waitFor('is back on it', lines => cursorLine(lines).includes('0.0.0.0:7001'));
  });

  test('says when the socket in the detail has gone', async t => {
    const host = await openHost(t);
    const holder = await host.hold([]);
    const number = await holder.tell('listen tcp 0.0.0.0 8080');
    const terminal = await watch(t, host, [], wide);
    await terminal.press(keys.enter);
    await terminal.waitFor('opens it', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:8080'));
    await holder.tell(`close ${number}`);
    await terminal.waitFor('says so', ([title = '']) => /CLOSED since \d\d:\d\d:\d\d +was LISTEN/.test(title));
    assert.match(terminal.text(), /OWNER/);
  });

  test('shows new sockets on the next look, and keeps the cursor on its socket', async t => {
    const host = await openHost(t);
    const holder = await host.hold(['listen tcp 0.0.0.0 7005', 'listen tcp 0.0.0.0 7006']);
    const terminal = await watch(t, host, [], wide);
    await moveTo(terminal, '0.0.0.0:7006');
    const first = await holder.tell('listen tcp 0.0.0.0 7001');
    await terminal.waitFor('shows it', lines => lineOf(lines, '0.0.0.0:7001') !== undefined);
    assert.ok(cursorLine(terminal.lines()).includes('0.0.0.0:7006'), terminal.text());
    await holder.tell('listen tcp 0.0.0.0 7009');
    await holder.tell(`close ${first}`);
    await terminal.waitFor(
      'follows',
      lines => !lineOf(lines, '0.0.0.0:7001') && Boolean(lineOf(lines, '0.0.0.0:7009')),
    );
    assert.ok(cursorLine(terminal.lines()).includes('0.0.0.0:7006'), terminal.text());
    await terminal.press('k');
    await terminal.waitFor('moves from there', lines => cursorLine(lines).includes('0.0.0.0:7005'));
  });
});
