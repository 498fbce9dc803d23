import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {gone, isAlive} from './helpers/processes.ts';
import {openTerminal, type Terminal} from './helpers/terminal.ts';

const showsList = (lines: readonly string[]): boolean => lines.some(line => /\d+ sockets? ·/.test(line));

/** Frames of 10 kB and more, each a size or a screen of its own: far more than a pseudoterminal holds. */
const manyFrames = 60;
/** Characters: what a pseudoterminal holds, what waited in the reader, and a few frames. */
const mostWaiting = 250_000;

/** Lets nobody read the terminal, and has the program draw until nothing goes out any more. */
async function stall(terminal: Terminal): Promise<void> {
  terminal.stall();
  for (let frame = 0; frame < manyFrames; frame++) {
    terminal.resize(200 + (frame % 2), 60);
    await terminal.press(frame % 2 === 0 ? '?' : 'q');
  }
}

/** A program on a big terminal, in a directory of its own. */
async function start(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-stalled-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const host = await openHost(t);
  const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
  const inDirectory = ['sh', '-c', 'cd "$0" && exec "$@"', directory];
  const command = [...host.within, ...inDirectory, ...portwatch, '-i', '0.2'];
  const terminal = openTerminal(t, command, {columns: 200, rows: 60});
  await terminal.waitFor('shows a look', showsList);
  const exports = (): readonly string[] => readdirSync(directory).map(name => join(directory, name));
  return {terminal, holder, exports};
}

suite('a terminal that nobody reads for a while', {concurrency: 2, timeout: 120_000, ...needs('python3')}, () => {
  test('costs no look and no key, and shows the newest screen when it is read again', async t => {
    const {terminal, holder, exports} = await start(t);
    await stall(terminal);
    await holder.tell('listen tcp 0.0.0.0 8181');
    await terminal.press('r');
    // What the newest poll found is told by a file, while the screen stands still.
    let port = '';
    await gone(async () => {
      await terminal.press('x', 'j');
      port =
        exports()
          .map(path => readFileSync(path, 'utf8'))
          .find(text => text.includes('8181')) ?? '';
      return port === '';
    });
    const before = terminal.written().length;
    terminal.resume();
    await terminal.waitFor('shows what came meanwhile', lines => lines.some(line => / 0\.0\.0\.0:8181 /.test(line)));
    const waited = terminal.written().length - before;
    t.diagnostic(`${waited} characters had waited`);
    assert.ok(waited < mostWaiting, `${waited} characters had waited`);
    assert.ok(showsList(terminal.lines()), terminal.text());
    assert.equal(terminal.lines().filter(line => /^portwatch /.test(line)).length, 1);
  });

  test('does not keep a program from ending that is told to', async t => {
    const {terminal} = await start(t);
    await stall(terminal);
    process.kill(terminal.pid, 'SIGTERM');
    const took = await gone(() => isAlive(terminal.pid));
    t.diagnostic(`gone ${took.toFixed(0)} ms after SIGTERM`);
  });

  test('is restored by a program that is told to end, when it is read soon after', async t => {
    const {terminal} = await start(t);
    await stall(terminal);
    process.kill(terminal.pid, 'SIGTERM');
    terminal.resume();
    const {signal} = await terminal.exited;
    assert.deepEqual([signal, terminal.isAlternate(), terminal.showsCursor()], [15, false, true]);
  });
});
