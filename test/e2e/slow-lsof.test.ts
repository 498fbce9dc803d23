import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {size} from './helpers/job.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, showsLook} from './helpers/portwatch.ts';
import {gone} from './helpers/processes.ts';
import {openStuckTool} from './helpers/stuck-tool.ts';
import {keys, openTerminal, type Terminal} from './helpers/terminal.ts';

const leavesAlternate = '\x1b[?1049l';

/** Presses `e` on the first socket of a host, and waits until an lsof that never answers runs. */
async function askLsof(t: TestContext, host: Host): Promise<Terminal> {
  const lsof = openStuckTool(t, 'lsof');
  const command = [...host.within, ...lsof.within, ...portwatch, '-i', '0.5'];
  const terminal = openTerminal(t, command, {...size, env: {PAGER: 'less'}});
  await terminal.waitFor('shows a first look', showsLook);
  await terminal.press('e');
  await gone(async () => !lsof.runs());
  return terminal;
}

suite('e while lsof does not answer', {concurrency: 2, timeout: 60_000, ...needs('python3', 'lsof', 'less')}, () => {
  test('q quits, and no pager follows', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await askLsof(t, host);
    await terminal.press('q');
    assert.equal((await terminal.exited).code, 0);
    assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
    assert.equal(terminal.written().split(leavesAlternate).length, 2, 'it is left once');
    assert.ok(!terminal.written().includes('lsof -nP'));
  });

  test('any other key stops it, and no pager takes the terminal from that key', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080', 'listen tcp 0.0.0.0 8081']);
    const terminal = await askLsof(t, host);
    await terminal.waitFor('says how to stop it', lines => lines.at(-1) === 'lsof is running: Esc stops it');
    await terminal.press(keys.enter);
    await terminal.waitFor('shows the detail', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:8080'));
    await terminal.waitFor('says that it stopped', lines => lines.at(-1) === 'lsof was stopped');
    assert.ok(!terminal.written().includes(leavesAlternate));
  });
});
