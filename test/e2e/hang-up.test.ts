import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {showsStopped, startAsJob} from './helpers/job.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {childOf, gone, isAlive} from './helpers/processes.ts';
import {openStuckTool} from './helpers/stuck-tool.ts';
import {keys, openTerminal} from './helpers/terminal.ts';

const showsList = (lines: readonly string[]): boolean => lines.some(line => /\d+ sockets? ·/.test(line));

/** Frames that are more than a pseudoterminal holds. */
const manyFrames = 60;

/** Waits until the process has gone, and tells how long that took. */
async function assertGone(t: TestContext, pid: number): Promise<void> {
  t.after(() => isAlive(pid) && process.kill(pid, 'SIGKILL'));
  const took = await gone(() => isAlive(pid));
  t.diagnostic(`gone ${took.toFixed(0)} ms after the terminal was`);
}

// One after the other, in a file of their own: programs started from the same process inherit the ends of all
// terminals, so that a terminal closes for good only when they have ended.
suite('hanging up', {timeout: 120_000}, () => {
  test('a terminal that goes away takes the program with it', async t => {
    const terminal = openTerminal(t, [...portwatch, '-i', '0.5']);
    await terminal.waitFor('shows a look', showsList);
    terminal.hangUp();
    await assertGone(t, terminal.pid);
  });

  test('a terminal that goes away without a signal takes the program with it', async t => {
    // In a session of its own it gets no SIGHUP, and after the load of the host it has nothing to draw for seconds.
    const terminal = openTerminal(t, ['setsid', '--wait', ...portwatch, '-i', '3600'], {columns: 200});
    await terminal.waitFor('shows the load', lines => showsList(lines) && / load \d/.test(lines[0] ?? ''));
    const pid = childOf(terminal.pid);
    terminal.hangUp();
    await assertGone(t, pid);
  });

  test('a terminal that nobody reads any more and that then goes away takes the program with it', async t => {
    const terminal = openTerminal(t, [...portwatch, '-i', '0.2'], {columns: 200, rows: 60});
    await terminal.waitFor('shows a look', showsList);
    terminal.stall();
    for (let frame = 0; frame < manyFrames; frame++) await terminal.press(frame % 2 === 0 ? '?' : 'q');
    terminal.hangUp();
    await assertGone(t, terminal.pid);
  });

  test('a stopped job goes with its terminal', async t => {
    const terminal = await startAsJob(t);
    const pid = childOf(terminal.pid);
    await terminal.press(keys.ctrlZ);
    await terminal.waitFor('has stopped', showsStopped);
    terminal.hangUp();
    await assertGone(t, pid);
  });
});

suite('what it has started', {timeout: 120_000, ...needs('python3', 'lsof', 'mount')}, () => {
  const ends = {
    'the terminal goes': (terminal: ReturnType<typeof openTerminal>) => terminal.hangUp(),
    'SIGTERM ends it': (terminal: ReturnType<typeof openTerminal>) => process.kill(terminal.pid, 'SIGTERM'),
    'Ctrl-C ends it': (terminal: ReturnType<typeof openTerminal>) => terminal.type(keys.ctrlC),
  };
  for (const [how, end] of Object.entries(ends)) {
    test(`ends with it when ${how}, and says nothing on its terminal`, async t => {
      const host = await openHost(t);
      const stuck = openStuckTool(t, 'lsof');
      // The holder of sockets is in the same namespace and stays.
      const {pid: holder} = await host.hold(['listen tcp 0.0.0.0 8080']);
      const rest = async (): Promise<readonly number[]> => (await host.processes()).filter(pid => pid !== holder);
      const terminal = openTerminal(t, [...host.within, ...stuck.within, ...portwatch, '-i', '0.5']);
      await terminal.waitFor('shows a look', showsList);
      await terminal.press('l');
      await gone(() => !stuck.runs());
      await terminal.waitFor('still shows the detail', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:8080'));
      stuck.assertSilent(terminal.written());
      end(terminal);
      const took = await gone(async () => (await rest()).length > 0);
      assert.deepEqual(await rest(), []);
      t.diagnostic(`all gone after ${took.toFixed(0)} ms`);
    });
  }
});
