import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {showsList, showsStopped, size, startAsJob} from './helpers/job.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import {childOf, isAlive} from './helpers/processes.ts';
import {keys} from './helpers/terminal.ts';

const showsLsof = (lines: readonly string[]): boolean =>
  lines.includes('$ lsof -nP -i4TCP:8080') && lines.some(line => /^python3 .*TCP \*:8080 \(LISTEN\)/.test(line));

const less = {...size, env: {PAGER: 'less -X'}};

suite('the pager', {timeout: 60_000, ...needs('python3', 'lsof', 'less')}, () => {
  test('e shows what lsof says at length, and q there comes back to a whole screen', async t => {
    const host = await openHost(t);
    const {pid} = await host.hold(['listen tcp 0.0.0.0 8080', 'listen tcp 0.0.0.0 8081']);
    const terminal = await watch(t, host, [], less);
    await terminal.press('e');
    await terminal.waitFor('shows lsof', showsLsof);
    assert.ok(terminal.lines().some(line => line.includes(` ${pid} `)));
    assert.ok(!terminal.isAlternate(), 'the terminal was handed over');
    // A poll that comes meanwhile draws nothing over the pager.
    await host.hold(['listen tcp 0.0.0.0 8082']);
    await terminal.press('/', ...'LISTEN', keys.enter);
    await terminal.waitFor('searches', lines => lines.some(line => line.includes('LISTEN')));
    await terminal.press('q');
    await terminal.waitFor('shows the list', lines => showsList(lines) && / 0\.0\.0\.0:8082 /.test(lines.join('\n')));
    assert.ok(terminal.isAlternate() && !terminal.showsCursor());
    assert.ok(!terminal.text().includes('$ lsof'), terminal.text());
    await terminal.press(keys.enter);
    await terminal.waitFor('takes keys', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:8080'));
    await terminal.press('e');
    await terminal.waitFor('shows lsof from the detail too', showsLsof);
    await terminal.press('q');
    await terminal.waitFor('shows the detail', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:8080'));
  });

  test('Ctrl-C in the pager is the pager’s', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], less);
    await terminal.press('e');
    await terminal.waitFor('shows lsof', showsLsof);
    await terminal.press(keys.ctrlC, keys.ctrlC);
    assert.ok(isAlive(terminal.pid));
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
    await terminal.press(keys.ctrlC);
    assert.equal((await terminal.exited).code, 0, 'and ends the program again');
  });

  test('Ctrl-Z in the pager stops the whole job, and fg comes back to the pager', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const env = {...less.env, PAGER: 'env -u LESSSECURE less'};
    const terminal = await startAsJob(t, {within: host.within, env});
    await terminal.press('e');
    await terminal.waitFor('shows lsof', showsLsof);
    await terminal.press(keys.ctrlZ);
    await terminal.waitFor('shows the prompt', showsStopped);
    terminal.type('echo typed\r');
    await terminal.waitFor('runs commands', lines => lines.includes('typed'));
    terminal.type('fg\r');
    await terminal.waitFor('shows lsof again', lines => /\(END\)$/.test(lines.findLast(Boolean) ?? ''));
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
    await terminal.press('q');
    await terminal.waitFor('is back in the shell', lines => lines.findLast(Boolean) === '$');
  });

  test('Ctrl-Z in a pager that ignores it, as less does with LESSSECURE, leaves the terminal to the pager', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const env = {...less.env, PAGER: 'env -u LESSSECURE_ALLOW LESSSECURE=1 less'};
    const terminal = await startAsJob(t, {within: host.within, env});
    await terminal.press('e');
    await terminal.waitFor('shows lsof', showsLsof);
    await terminal.press(keys.ctrlZ);
    terminal.type('=');
    await terminal.waitFor('has the pager answer', lines => /lines? \d+-\d+/.test(lines.findLast(Boolean) ?? ''));
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
    await terminal.press('q');
    await terminal.waitFor('is back in the shell', lines => lines.findLast(Boolean) === '$');
    assert.ok(!terminal.written().includes('Stopped'));
  });

  for (const [what, answer] of [
    [
      'a pager takes stops the program once that has tidied the terminal',
      "os.write(1, b'tidied\\n'); os.kill(os.getpid(), signal.SIGSTOP)",
    ],
    ['ends the pager stops the program with the screen of the shell', "os.write(1, b'tidied\\n'); os._exit(0)"],
  ] as const) {
    test(`a Ctrl-Z that ${what}`, async t => {
      const directory = mkdtempSync(join(tmpdir(), 'portwatch-pager-'));
      t.after(() => rmSync(directory, {recursive: true}));
      const script = join(directory, 'own');
      const lines = [
        `#!${pathOf('python3')}`,
        'import os, signal, time',
        `def tidy(*_): time.sleep(0.2); ${answer}`,
        'signal.signal(signal.SIGTSTP, tidy)',
        "os.write(1, b'paging\\n')",
        // Not pause(2): a signal that comes just before that would not be answered.
        'while True: time.sleep(0.05)',
      ];
      writeFileSync(script, `${lines.join('\n')}\n`, {mode: 0o755});
      const host = await openHost(t);
      await host.hold(['listen tcp 0.0.0.0 8080']);
      const terminal = await startAsJob(t, {within: host.within, env: {PAGER: script}});
      await terminal.press('e');
      await terminal.waitFor('shows the pager', all => all.includes('paging'));
      await terminal.press(keys.ctrlZ);
      await terminal.waitFor('shows the prompt', showsStopped);
      const shown = [/^\$ .*-i 0.5$/, /^paging$/, /tidied$/, /Stopped/];
      const left = terminal.lines().flatMap(line => shown.filter(each => each.test(line)));
      assert.deepEqual(left, shown, terminal.text());
      assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
    });
  }

  test('a signal that ends the program ends the pager before it, which leaves the terminal to the shell', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await startAsJob(t, {within: host.within, env: {PAGER: 'less'}});
    const job = childOf(terminal.pid);
    await terminal.press('e');
    await terminal.waitFor('shows lsof', showsLsof);
    const pager = childOf(job, 'less');
    process.kill(job, 'SIGTERM');
    await terminal.waitFor('is told', lines => lines.some(line => line.includes('Terminated')));
    assert.ok(!isAlive(pager));
    assert.match(terminal.lines()[0] ?? '', /^\$ .*-i 0.5$/, 'what the shell showed before is there');
    assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
    await terminal.waitFor('shows the prompt', lines => lines.findLast(Boolean) === '$');
    terminal.type('stty -a | grep -o "[-]*icanon"; echo typed\r');
    await terminal.waitFor('runs commands', lines => lines.includes('icanon') && lines.includes('typed'));
  });

  test('every key typed into the pager is the pager’s, also before it reads', async t => {
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-pager-'));
    t.after(() => rmSync(directory, {recursive: true}));
    const script = join(directory, 'own');
    const text =
      'stty -icanon < /dev/tty\necho paging\nsleep 1\nread -r -n 3 -t 9 keys < /dev/tty\necho "got $keys"\nsleep 9';
    writeFileSync(script, `#!/bin/bash\n${text}\n`, {mode: 0o755});
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], {...size, env: {PAGER: script}});
    await terminal.press('e');
    await terminal.waitFor('shows the pager', lines => lines.includes('paging'));
    await terminal.press('a', 'b', 'c');
    await terminal.waitFor('gets all keys', lines => lines.some(line => line.includes('got abc')));
  });

  test('a pager that reads nothing, and one that is missing, leave the screen whole', async t => {
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-pager-'));
    t.after(() => rmSync(directory, {recursive: true}));
    const script = join(directory, 'own');
    writeFileSync(script, '#!/bin/sh\necho "parameters: $*"\nread answer < /dev/tty\n', {mode: 0o755});
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], {...size, env: {PAGER: `${script} -a $b`}});
    await terminal.press('e');
    await terminal.waitFor('runs it', lines => lines.includes('parameters: -a $b'));
    await terminal.press(keys.enter);
    await terminal.waitFor('shows the list', lines => showsList(lines) && !lines.includes('parameters: -a $b'));
    rmSync(script);
    await terminal.press('e');
    await terminal.waitFor('shows lsof in less', lines => lines.some(line => line.startsWith('$ lsof')));
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
  });
});
