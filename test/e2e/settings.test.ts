import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './helpers/terminal.ts';

/** A directory for XDG_CONFIG_HOME with this settings file. */
function configHome(
  t: TestContext,
  text: string,
): {readonly env: {readonly XDG_CONFIG_HOME: string}; readonly path: string} {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-config-'));
  t.after(() => rmSync(directory, {recursive: true}));
  mkdirSync(join(directory, 'portwatch'));
  const path = join(directory, 'portwatch/config.toml');
  writeFileSync(path, text, {mode: 0o644});
  return {env: {XDG_CONFIG_HOME: directory}, path};
}

/** Sequences that set a colour, and that draw in reverse (ECMA-48, SGR). */
const colours = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;
const inverse = /\x1b\[(?:\d+;)*7m/;

/** The full screen, without -i, on a host with a listener that is suspect. */
async function show(t: TestContext, options: readonly string[], terminal: TerminalOptions = {}): Promise<Terminal> {
  const host = await openHost(t);
  await host.hold(['listen tcp 0.0.0.0 22', 'listen tcp 127.0.0.1 9443']);
  const opened = openTerminal(t, [...host.within, ...portwatch, ...options], {columns: 160, rows: 20, ...terminal});
  await opened.waitFor('shows a poll', lines => /^2 sockets /.test(lines[1] ?? ''));
  return opened;
}

suite('appearance', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('has colours', async t => assert.match((await show(t, [])).written(), colours));

  for (const [how, options, env] of [
    ['--theme mono', ['--theme', 'mono'], {}],
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], {NO_COLOR: '1'}],
    ['NO_COLOR against --theme', ['--theme', 'steady'], {NO_COLOR: '1'}],
  ] as const) {
    test(`with ${how} has none, but the line of the cursor in reverse, and mark and word of each verdict`, async t => {
      const terminal = await show(t, options, {env});
      await terminal.press('j', 'L', '?');
      await terminal.waitFor('shows the help', lines => lines[0] === 'portwatch help');
      await terminal.press('q');
      await terminal.waitFor('shows the list', lines => /! suspect/.test(lines.join('\n')));
      assert.doesNotMatch(terminal.written(), colours);
      assert.match(terminal.written(), inverse);
    });
  }
});

suite('the settings file', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('changes interval, theme, columns, loopback and own service names', async t => {
    const {env} = configHome(
      t,
      'interval = 30\ntheme = "mono"\ncolumns = ["service"]\n[services]\n"9443/tcp" = "portainer"\n',
    );
    const terminal = await show(t, [], {env});
    assert.match(terminal.text(), /every 30 s/);
    assert.match(terminal.text(), /127\.0\.0\.1:9443 +portainer /);
    const titles = terminal.lines().find(line => line.includes('VERDICT')) ?? '';
    assert.deepEqual(titles.trim().split(/\s+/), ['VERDICT↓', 'LOCAL', 'SERVICE', 'OWNER', 'WHY']);
    assert.doesNotMatch(terminal.written(), colours);
  });

  test('gives way to options', async t => {
    const {env} = configHome(t, 'interval = 30\ntheme = "mono"\n');
    const terminal = await show(t, ['-i', '40', '--theme', 'steady'], {env});
    assert.match(terminal.text(), /every 40 s/);
    assert.match(terminal.written(), colours);
  });

  test('that is wrong is reported in one line with file, line and allowed values; nothing else is done', async t => {
    const {env, path} = configHome(t, '# mine\ninterval = 0\n');
    for (const mode of [[], ['--once'], ['--json'], ['--stream'], ['--print-config']]) {
      const {code, stdout, stderr} = await runToEnd([...portwatch, ...mode], {env});
      assert.deepEqual([code, stdout], [2, ''], mode.join());
      assert.equal(stderr, `portwatch: ${path}, line 2: interval takes seconds from 0.2 to 3600\n`);
    }
  });

  test('that is wrong leaves a terminal as it was', async t => {
    const {env} = configHome(t, 'theme = "pink"\n');
    const terminal = openTerminal(t, portwatch, {env, columns: 200});
    assert.deepEqual(await terminal.exited, {code: 2, signal: 0});
    assert.match(terminal.written(), /^portwatch: [^\n]*, line 1: theme takes ansi, [^\n]*\n$/);
  });

  test('that is wrong hinders neither --help nor --version', async t => {
    const {env} = configHome(t, 'theme = "pink"\n');
    for (const option of ['--help', '--version']) {
      assert.equal((await runToEnd([...portwatch, option], {env})).code, 0, option);
    }
  });

  test('is what --print-config prints: the same again, when it is taken for one', async t => {
    const {env, path} = configHome(t, 'theme = "mono"\nservices = {"9443/tcp" = "portainer"}\n');
    const first = await runToEnd([...portwatch, '--print-config', '-i', '5'], {env});
    assert.deepEqual([first.code, first.stderr], [0, '']);
    assert.ok(first.stdout.startsWith(`# ${path}\ninterval = 5  # option --interval\ntheme = "mono"  # ${path}\n`));
    const again = configHome(t, first.stdout);
    const second = await runToEnd([...portwatch, '--print-config'], {env: again.env});
    const bare = (text: string): string => text.replace(/ *#.*/g, '');
    assert.equal(bare(second.stdout), bare(first.stdout));
  });
});
