import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {portwatch} from './helpers/portwatch.ts';
import {childOf, isAlive} from './helpers/processes.ts';
import {openTerminal} from './helpers/terminal.ts';

const showsList = (lines: readonly string[]): boolean => lines.some(line => /\d+ sockets? ·/.test(line));

// One after the other, in a file of their own: programs started from the same process inherit the ends of all terminals,
// so that a terminal closes for good only when they have ended.
suite('hanging up', {timeout: 60_000}, () => {
  test('a terminal that goes away takes the program with it', async t => {
    const terminal = openTerminal(t, [...portwatch, '-i', '0.5']);
    await terminal.waitFor('shows a look', showsList);
    terminal.hangUp();
    await assertGone(terminal.pid);
  });

  test('a terminal that goes away without a signal takes the program with it', async t => {
    // In a session of its own it gets no SIGHUP, and after the load of the host it has nothing to draw for seconds.
    const terminal = openTerminal(t, ['setsid', '--wait', ...portwatch, '-i', '3600']);
    await terminal.waitFor('shows the load', lines => showsList(lines) && / load \d/.test(lines[0] ?? ''));
    const pid = childOf(terminal.pid);
    t.after(() => isAlive(pid) && process.kill(pid, 'SIGKILL'));
    terminal.hangUp();
    await assertGone(pid);
  });
});

/** The kernel may need a moment to tell the process that its terminal is gone. */
async function assertGone(pid: number): Promise<void> {
  const closedAt = performance.now();
  while (isAlive(pid)) {
    assert.ok(performance.now() - closedAt < 2000, 'it still runs 2 s after its terminal went away');
    await pause(20);
  }
}
