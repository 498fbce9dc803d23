import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {keys, openTerminal} from './helpers/terminal.ts';

const enter = '\x1b[?1049h';

test(
  'the first frame shows the sockets, and the alternate screen is entered, and so emptied, once',
  needs('python3'),
  async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 127.0.0.1 7000']);
    const terminal = openTerminal(t, [...host.within, ...portwatch, '-i', '0.2']);
    await terminal.press('j');
    await terminal.waitFor('knows the owner', lines => lines.some(line => /127\.0\.0\.1:7000 .*python3/.test(line)));
    const written = terminal.written();
    const [before, ...after] = written.split(enter);
    assert.equal(after.length, 1);
    assert.ok(!before?.includes('7000'));
    const [first = ''] = after[0]?.split('\x1b[?2026l') ?? [];
    assert.match(first, /127\.0\.0\.1:7000 .*pending/);
    await terminal.press('q');
    assert.equal((await terminal.exited).code, 0);
    assert.ok(!terminal.isAlternate() && terminal.showsCursor());
  },
);

test('the screen opens where the working directory was removed', async t => {
  const gone = 'cd "$(mktemp -d)" && rmdir "$PWD" && exec "$@"';
  const terminal = openTerminal(t, ['sh', '-c', gone, 'sh', ...portwatch]);
  await terminal.waitFor('shows its keys', lines => lines.some(line => /q quit/.test(line)));
  await terminal.press('q');
  assert.equal((await terminal.exited).code, 0);
});

test('a signal that comes while the rest is loaded ends it with the terminal restored', async t => {
  const terminal = openTerminal(t, portwatch);
  while (!terminal.isAlternate()) await new Promise(resolve => setImmediate(resolve));
  process.kill(terminal.pid, 'SIGTERM');
  await terminal.exited;
  assert.ok(!terminal.isAlternate() && terminal.showsCursor());
  assert.ok(!terminal.text().includes('LISTEN'), terminal.text());
});

test(
  'a size that changes while the rest is loaded leaves nothing of the first screen behind',
  needs('python3'),
  async t => {
    const host = await openHost(t);
    await host.hold(Array.from({length: 30}, (_, index) => `listen tcp 127.0.0.1 ${7000 + index}`));
    const terminal = openTerminal(t, [...host.within, ...portwatch, '-i', '3600']);
    while (!terminal.isAlternate()) await new Promise(resolve => setImmediate(resolve));
    terminal.resize(90, 20);
    const fits = (lines: readonly string[]): boolean => /q quit/.test(lines[19] ?? '') && /python3/.test(lines.join());
    const clears = (): number => terminal.written().split('\x1b[2J\x1b[H').length - 1;
    // The lines of the moment at which it is so, since the next clearing may follow at once. The first has the load.
    const drawnAnew = async (before: number): Promise<readonly string[]> => {
      let drawn: readonly string[] = [];
      await terminal.waitFor(`was cleared ${before + 1} times`, lines => {
        drawn = lines.slice(1);
        return fits(lines) && clears() > before;
      });
      return drawn;
    };
    const first = await drawnAnew(0);
    const before = clears();
    await terminal.press(keys.ctrlL);
    assert.deepEqual(await drawnAnew(before), first);
  },
);
