import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {constants} from 'node:os';
import {suite, type TestContext, test} from 'node:test';
import {portwatch} from './helpers/portwatch.ts';
import {childOf} from './helpers/processes.ts';
import {keys, openTerminal, type Terminal, type TerminalOptions} from './helpers/terminal.ts';

/**
 * Of sh(1): runs its arguments, prints how that ended and the settings of the terminal, and stays until the test ends.
 */
const inShell = (script = '"$@"'): readonly string[] => [
  '/bin/sh',
  '-c',
  `trap : INT HUP TERM; ${script}; echo "code $?"; stty -a; echo done; read -r _`,
  'sh',
];

const showsList = (lines: readonly string[]): boolean => lines.some(line => /\d+ sockets? ·/.test(line));

/** Starts portwatch from a shell, which is asked for the state of the terminal afterwards. */
async function startInShell(t: TestContext, options: TerminalOptions = {}, script?: string): Promise<Terminal> {
  const terminal = openTerminal(t, [...inShell(script), ...portwatch, '-i', '0.5'], options);
  await terminal.waitFor('shows a look', showsList);
  assert.ok(terminal.isAlternate());
  return terminal;
}

/** Waits for the shell's report and checks that the terminal is as it was. */
async function assertRestored(terminal: Terminal, code: number): Promise<void> {
  await terminal.waitFor('has the report', lines => lines.includes('done'));
  const text = terminal.text();
  assert.ok(!terminal.isAlternate(), text);
  assert.ok(terminal.showsCursor(), 'the cursor is hidden');
  assert.match(text, new RegExp(`^code ${code}$`, 'm'));
  for (const setting of ['icanon', 'echo', 'isig', 'icrnl', 'opost']) {
    assert.match(text, new RegExp(`(^|[ ;])${setting}( |;|$)`, 'm'), `stty says -${setting}`);
  }
  for (const mode of [1000, 1002, 1003, 1004, 1006, 2004, 2026]) {
    const on = terminal.written().lastIndexOf(`\x1b[?${mode}h`);
    assert.ok(on <= terminal.written().lastIndexOf(`\x1b[?${mode}l`), `mode ${mode} is still on`);
  }
}

suite('leaving', {concurrency: 3, timeout: 120_000}, () => {
  for (const [name, key] of [
    ['q', 'q'],
    ['Ctrl-C', keys.ctrlC],
  ] as const) {
    test(`${name} restores the terminal and exits with 0`, async t => {
      const terminal = await startInShell(t);
      await terminal.press(key);
      await assertRestored(terminal, 0);
    });
  }

  test('Ctrl-C quits from the detail and from the help too', async t => {
    const terminal = await startInShell(t);
    await terminal.press('?');
    await terminal.waitFor('shows the help', lines => lines[0] === 'portwatch help');
    await terminal.press(keys.ctrlC);
    await assertRestored(terminal, 0);
  });

  // For SIGUSR1, Node would open a port for a debugger; SIGABRT is also called SIGIOT.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGALRM', 'SIGABRT'] as const) {
    test(`${signal} restores the terminal`, async t => {
      const terminal = await startInShell(t);
      process.kill(childOf(terminal.pid), signal);
      await assertRestored(terminal, 128 + constants.signals[signal]);
      assert.doesNotMatch(terminal.written(), /Debugger/);
    });
  }

  test('a signal during the detail restores the terminal', async t => {
    const listener = createServer().listen(0, '127.0.0.1');
    t.after(() => listener.close());
    await once(listener, 'listening');
    const terminal = await startInShell(t);
    await terminal.press('l');
    await terminal.waitFor('opens a socket', lines => lines.some(line => line.startsWith('LSOF')));
    process.kill(childOf(terminal.pid), 'SIGTERM');
    await assertRestored(terminal, 143);
  });

  const failures = {
    'a throw in a callback': "process.on('SIGURG', () => { throw new Error('it broke') })",
    'a rejection that nobody handles': "process.on('SIGURG', () => { Promise.reject(new Error('it broke')) })",
    'a throw while drawing':
      "process.on('SIGURG', () => { String.prototype.padStart = () => { throw new Error('it broke') } })",
  };
  for (const [what, code] of Object.entries(failures)) {
    test(`${what} restores the terminal, prints the error and exits with 1`, async t => {
      const preload = `--import=data:text/javascript,${encodeURIComponent(code)}`;
      const terminal = await startInShell(t, {env: {NODE_OPTIONS: preload}});
      process.kill(childOf(terminal.pid), 'SIGURG');
      await assertRestored(terminal, 1);
      assert.match(terminal.text(), /^portwatch: Error: it broke$/m);
    });
  }

  test('keys come from the terminal where standard input is a pipe', async t => {
    const terminal = await startInShell(t, {}, 'echo jjq | "$@"');
    await terminal.press('?');
    await terminal.waitFor('shows the help', lines => lines[0] === 'portwatch help');
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
    await terminal.press('q');
    await assertRestored(terminal, 0);
  });
});
