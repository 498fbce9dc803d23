import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {showsList, showsStopped, startAsJob} from './helpers/job.ts';
import {childOf, gone, isAlive, isStopped} from './helpers/processes.ts';
import {keys, type Terminal} from './helpers/terminal.ts';

suite('a job of a shell', {concurrency: 2, timeout: 60_000}, () => {
  for (const [how, stop] of [
    ['Ctrl-Z', (terminal: Terminal) => terminal.press(keys.ctrlZ)],
    ['SIGTSTP', async (terminal: Terminal) => process.kill(childOf(terminal.pid), 'SIGTSTP')],
  ] as const) {
    test(`${how} hands the terminal back to the shell, and fg draws the screen anew`, async t => {
      const terminal = await startAsJob(t);
      const job = childOf(terminal.pid);
      await stop(terminal);
      await terminal.waitFor('shows the prompt again', showsStopped);
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
      await terminal.waitFor('has stopped', showsStopped);
      terminal.resize(columns, rows);
      terminal.type('clear; fg\r');
      await terminal.waitFor('shows the list', lines => showsList(lines) && terminal.isAlternate());
    }
  });

  test('Ctrl-Z typed twice at once stops it once', async t => {
    const terminal = await startAsJob(t);
    terminal.type(keys.ctrlZ.repeat(2));
    await terminal.waitFor('has stopped', showsStopped);
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
    await terminal.waitFor('has stopped', showsStopped);
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
