import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, type TestContext, test} from 'node:test';
import {portwatch} from './helpers/portwatch.ts';
import {childOf, gone, isAlive} from './helpers/processes.ts';
import {keys, openTerminal, type Terminal} from './helpers/terminal.ts';

const showsList = (lines: readonly string[]): boolean =>
  /^portwatch /.test(lines[0] ?? '') && /^\d+ sockets? ·/.test(lines[1] ?? '') && /q quit/.test(lines.at(-1) ?? '');

const showsPrompt = (lines: readonly string[]): boolean => lines.some(line => line === '$');

/** Starts portwatch as a job of an interactive bash(1). */
async function startAsJob(t: TestContext): Promise<Terminal> {
  const terminal = openTerminal(t, ['bash', '--norc', '--noprofile', '-i'], {
    columns: 100,
    rows: 30,
    env: {PS1: '$ ', HISTFILE: ''},
  });
  await terminal.waitFor('shows a prompt', showsPrompt);
  terminal.type(`${portwatch.join(' ')} -i 0.5\r`);
  await terminal.waitFor('shows a look', showsList);
  return terminal;
}

const isStopped = (pid: number): boolean => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));

suite('a job of a shell', {concurrency: 2, timeout: 60_000}, () => {
  for (const [how, stop] of [
    ['Ctrl-Z', (terminal: Terminal) => terminal.press(keys.ctrlZ)],
    ['SIGTSTP', async (terminal: Terminal) => process.kill(childOf(terminal.pid), 'SIGTSTP')],
  ] as const) {
    test(`${how} hands the terminal back to the shell, and fg draws the screen anew`, async t => {
      const terminal = await startAsJob(t);
      const job = childOf(terminal.pid);
      await stop(terminal);
      await terminal.waitFor('shows the prompt again', lines => lines.some(line => line.includes('Stopped')));
      assert.ok(isStopped(job));
      assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
      terminal.type('stty -a | grep -o "[-]*icanon"; echo typed\r');
      await terminal.waitFor('runs commands', lines => lines.includes('typed'));
      assert.ok(terminal.lines().includes('icanon'), terminal.text());

      terminal.type('fg\r');
      await terminal.waitFor('shows the list', lines => showsList(lines) && terminal.isAlternate());
      assert.ok(!terminal.showsCursor());
      await terminal.press('?');
      await terminal.waitFor('takes keys', lines => lines[0] === 'portwatch help');
      await terminal.press('q', 'q');
      await terminal.waitFor('shows the prompt', lines => !terminal.isAlternate() && lines.findLast(Boolean) === '$');
      terminal.type('echo "code $?"\r');
      await terminal.waitFor('is back in the shell', lines => lines.includes('code 0'));
      assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
    });
  }

  test('it may be stopped and continued again and again, and in another size', async t => {
    const terminal = await startAsJob(t);
    for (const [columns, rows] of [
      [80, 24],
      [120, 40],
    ] as const) {
      await terminal.press(keys.ctrlZ);
      await terminal.waitFor('shows the prompt', () => !terminal.isAlternate());
      await terminal.waitFor('has stopped', lines => lines.some(line => line.includes('Stopped')));
      terminal.resize(columns, rows);
      terminal.type('clear; fg\r');
      await terminal.waitFor('shows the list', lines => showsList(lines) && terminal.isAlternate());
    }
  });

  test('Ctrl-Z typed twice at once stops it once', async t => {
    const terminal = await startAsJob(t);
    terminal.type(keys.ctrlZ.repeat(2));
    await terminal.waitFor('has stopped', lines => lines.some(line => line.includes('Stopped')));
    assert.ok(!terminal.isAlternate(), terminal.text());
    terminal.type('clear; fg\r');
    await terminal.waitFor('shows the list', lines => showsList(lines) && terminal.isAlternate());
    await terminal.press('?');
    await terminal.waitFor('takes keys', lines => lines[0] === 'portwatch help');
  });

  test('a job that is ended while it is stopped leaves the screen of the shell alone', async t => {
    const terminal = await startAsJob(t);
    const job = childOf(terminal.pid);
    await terminal.press(keys.ctrlZ);
    await terminal.waitFor('has stopped', lines => lines.some(line => line.includes('Stopped')));
    terminal.type('echo before\r');
    await terminal.waitFor('runs commands', lines => lines.includes('before'));
    const shown = terminal.lines().slice(0, terminal.lines().indexOf('before') + 1);
    terminal.type('kill %1\r');
    await gone(() => isAlive(job));
    terminal.type('echo after\r');
    await terminal.waitFor('runs commands still', lines => lines.includes('after'));
    assert.deepEqual(terminal.lines().slice(0, shown.length), shown, terminal.text());
    assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
  });
});
