import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {gone} from './helpers/processes.ts';
import {openTmux} from './helpers/tmux.ts';

/** What a screen of this height shows of a host with 30 listeners, and nothing else. */
const isWhole = (rows: number) => (lines: readonly string[]) => {
  const count = (pattern: RegExp): number => lines.filter(line => pattern.test(line)).length;
  return (
    lines.length === rows &&
    /^portwatch /.test(lines[0] ?? '') &&
    /^30 sockets /.test(lines[1] ?? '') &&
    /^owners /.test(lines[2] ?? '') &&
    / VERDICT↓ /.test(lines[3] ?? '') &&
    /q quit/.test(lines.at(-1) ?? '') &&
    count(/portwatch |sockets |owners |VERDICT|q quit/) === 5 &&
    count(/^. (\? learn|▾ LISTEN) /) === Math.min(31, rows - 5) &&
    count(/^$/) === Math.max(0, rows - 5 - 31)
  );
};

suite('in tmux', {concurrency: 2, timeout: 120_000, ...needs('python3', 'tmux')}, () => {
  test('every size is drawn whole, without anything left of the size before', async t => {
    const host = await openHost(t);
    await host.hold(Array.from({length: 30}, (_, index) => `listen tcp 0.0.0.0 ${7000 + index}`));
    const pane = await openTmux(t, [...host.within, ...portwatch, '-i', '0.5'], 80, 24);
    await pane.waitFor('is whole at 80x24', isWhole(24));
    for (const [columns, rows] of [
      [120, 40],
      [200, 50],
      [60, 12],
      [80, 24],
    ] as const) {
      await pane.command('resize-window', '-x', String(columns), '-y', String(rows));
      await pane.waitFor(`is whole at ${columns}x${rows}`, isWhole(rows));
    }
    await pane.command('send-keys', 'Enter');
    await pane.waitFor('opens the socket', ([title = '']) => title.startsWith('LISTEN  tcp 0.0.0.0:7000'));
    await pane.command('send-keys', 'Escape');
    await pane.waitFor('is whole again', isWhole(24));
  });

  test('Ctrl-L mends a screen that something else has written to', async t => {
    const host = await openHost(t);
    await host.hold(Array.from({length: 30}, (_, index) => `listen tcp 0.0.0.0 ${7000 + index}`));
    // So rare that no look mends it before the key does.
    const pane = await openTmux(t, [...host.within, ...portwatch, '-i', '3600'], 100, 30);
    // The first screen is drawn twice.
    await pane.waitFor(
      'is whole, with owners',
      lines => isWhole(30)(lines) && lines.some(line => line.includes('python3')),
    );
    const tty = (await pane.command('display-message', '-p', '#{pane_tty}')).trim();
    writeFileSync(tty, '\x1b[5;1HBroadcast message\r\nfrom root\r\n\r\nagain\r\n'.repeat(3));
    await pane.waitFor('is spoilt', lines => lines.some(line => line.includes('Broadcast')));
    await pane.command('send-keys', 'C-l');
    await pane.waitFor('is mended', isWhole(30));
  });

  test('nothing stays on the screen of the shell, however small the pane was at the start', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 7000']);
    const shell = ['/bin/sh', '-c', '"$@"; echo left; read -r _', 'sh'];
    const pane = await openTmux(t, [...shell, ...host.within, ...portwatch, '-i', '0.5'], 1, 1);
    await pane.waitFor('is drawn at 1x1', ([line = '']) => line !== '');
    await pane.command('resize-window', '-x', '100', '-y', '20');
    await pane.waitFor('is drawn at 100x20', lines => /q quit/.test(lines[19] ?? ''));
    await pane.command('send-keys', 'q');
    const lines = await pane.waitFor('is the shell again', all => all.some(line => line.endsWith('left')));
    assert.deepEqual(
      lines.filter(line => line !== ''),
      ['left'],
    );
  });

  test('a pane that is closed ends the program', async t => {
    const host = await openHost(t);
    const pane = await openTmux(t, [...host.within, ...portwatch], 80, 24);
    await pane.waitFor('shows a look', lines => lines.some(line => /0 sockets/.test(line)));
    assert.notDeepEqual(await host.processes(), []);
    await pane.command('kill-server');
    const took = await gone(async () => (await host.processes()).length > 0);
    t.diagnostic(`gone ${took.toFixed(0)} ms after tmux ended`);
  });
});
