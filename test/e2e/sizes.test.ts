import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, watch} from './helpers/portwatch.ts';
import {keys, openTerminal, type Terminal} from './helpers/terminal.ts';

/**
 * One header, one line of titles, the list on every line there is for it, the cursor in it, and the footer at the end.
 */
function isWhole(lines: readonly string[]): boolean {
  const count = (pattern: RegExp): number => lines.filter(line => pattern.test(line)).length;
  return (
    count(/^portwatch |^\d+ sockets? |VERDICT/) === 3 &&
    count(/^. (\? learn|▾ LISTEN) /) === Math.min(31, lines.length - 5) &&
    count(/^›/) === 1 &&
    (lines.at(-1)?.includes('q quit') ?? false)
  );
}

/** A host with more sockets than fit on a small screen. */
async function busyHost(t: TestContext) {
  const host = await openHost(t);
  await host.hold(Array.from({length: 30}, (_, index) => `listen tcp 0.0.0.0 ${7000 + index}`));
  return host;
}

/** Goes through every screen and quits. */
async function tour(terminal: Terminal): Promise<void> {
  await terminal.press('j', 'j', ' ', 'G', 'g', keys.enter, 'j', ']', 'l', '?', 'j', 'q', 'q', '?', 'q', 'L', 'L', 'q');
  assert.deepEqual(await terminal.exited, {code: 0, signal: 0});
  assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
}

suite('a screen of any size', {concurrency: 3, timeout: 120_000, ...needs('python3')}, () => {
  for (const [columns, rows] of [
    [1, 1],
    [2, 3],
    [20, 5],
  ] as const) {
    test(`is no reason to fail: ${columns}x${rows}`, async t => {
      const host = await busyHost(t);
      const terminal = openTerminal(t, [...host.within, ...portwatch, '-i', '0.5'], {columns, rows});
      await terminal.waitFor('shows its cursor', lines => lines.some(line => line.startsWith('›')));
      assert.ok(terminal.isAlternate());
      await tour(terminal);
    });
  }

  for (const [columns, rows] of [
    [60, 12],
    [80, 24],
    [300, 80],
  ] as const) {
    test(`is filled from the first line to the last: ${columns}x${rows}`, async t => {
      const terminal = await watch(t, await busyHost(t), [], {columns, rows});
      await terminal.waitFor('is whole', isWhole);
      await tour(terminal);
    });
  }

  test('is drawn anew when the size has changed and changed back', async t => {
    const terminal = await watch(t, await busyHost(t), [], {columns: 100, rows: 30});
    await terminal.waitFor('is whole', isWhole);
    terminal.resize(40, 8);
    terminal.resize(100, 30);
    await terminal.waitFor('is whole again', isWhole);
  });

  test('is drawn anew after a storm of sizes', async t => {
    const terminal = await watch(t, await busyHost(t), [], {columns: 80, rows: 24});
    for (let step = 0; step < 300; step++) {
      terminal.resize(1 + ((step * 37) % 200), 1 + ((step * 13) % 60));
      if (step % 50 === 0) await terminal.press('j');
    }
    for (const [columns, rows] of [
      [100, 30],
      [70, 12],
      [140, 50],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.waitFor(`is whole at ${columns}x${rows}`, isWhole);
    }
    await tour(terminal);
  });
});
