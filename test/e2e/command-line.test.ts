import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {openTerminal} from './helpers/terminal.ts';

/** Runs a script of sh(1) in which `"$@"` is portwatch. */
const inShell = (script: string, ...options: readonly string[]) =>
  runToEnd(['/bin/sh', '-c', script, 'sh', ...portwatch, ...options]);

/** Any control sequence of a terminal, and one that sets a colour (ECMA-48, SGR). */
const escapes = /\x1b/;
const colours = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/;

suite('the command line', {concurrency: 3, timeout: 60_000}, () => {
  const mistakes: readonly (readonly [options: readonly string[], complaint: RegExp])[] = [
    [['--bogus'], /unknown option --bogus/],
    [['-i', 'soon'], /--interval takes seconds from 0\.2 to 3600, not "soon"/],
    [['-i', '0.1'], /--interval takes seconds from 0\.2 to 3600, not "0\.1"/],
    [['listeners'], /nothing to do with "listeners"/],
    [['two\nlines \x1b[31m'], /nothing to do with "two\\x0alines \\x1b\[31m"/],
    [['--once', '--json'], /--once and --json exclude each other/],
    [['--input', '/nonexistent/file'], /\/nonexistent\/file/],
    [['--input', '-', '--stream'], /--input and --stream exclude each other/],
    [['--once', '-f'], /--filter needs a value, <query>/],
    [['--collector', 'magic'], /--collector takes .*procfs.*, not "magic"/],
  ];
  for (const [options, complaint] of mistakes) {
    test(`a mistake is reported in one line, with exit code 2: ${JSON.stringify(options.join(' '))}`, async () => {
      const {code, stdout, stderr} = await runToEnd([...portwatch, ...options]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^portwatch: .*\n$/);
      assert.match(stderr, complaint);
    });
  }

  test('without a terminal it prints one poll as text', async () => {
    const [bare, once] = await Promise.all([runToEnd(portwatch), runToEnd([...portwatch, '--once'])]);
    for (const {code, stdout, stderr} of [bare, once]) {
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^portwatch .*\n\d+ sockets? .*\nowners known .*\n +VERDICT/);
      assert.doesNotMatch(stdout, escapes);
    }
  });

  test('on a dumb terminal it prints one poll as plain ASCII', async t => {
    const terminal = openTerminal(t, [...portwatch], {env: {TERM: 'dumb'}, columns: 100, rows: 60});
    assert.deepEqual(await terminal.exited, {code: 0, signal: 0});
    assert.match(terminal.written(), /^portwatch .*\r\n\d+ sockets? /);
    assert.match(terminal.written(), /^[\x20-\x7e\r\n]*$/);
  });

  for (const reader of ['head -1', 'true']) {
    test(`a reader that leaves early is no error: | ${reader}`, async () => {
      for (const option of ['--once', '--json', '--rules']) {
        const {stderr} = await inShell(`{ "$@"; echo "code $?" >&2; } | ${reader}`, option);
        assert.equal(stderr, 'code 0\n', option);
      }
    });
  }

  test('a full disk under standard output is reported in one line, with exit code 2', async () => {
    for (const option of ['--once', '--json', '--rules', '--help']) {
      const {code, stdout, stderr} = await inShell('exec "$@" >/dev/full', option);
      assert.deepEqual([code, stdout, stderr], [2, '', 'portwatch: could not write: the disk is full\n'], option);
    }
  });

  test('a source that does not work here is named in one line, with exit code 2', async () => {
    for (const mode of ['--once', '--json']) {
      const env = {PATH: '/nonexistent'};
      const {code, stdout, stderr} = await runToEnd([...portwatch, '--collector', 'systeminformation', mode], {env});
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^portwatch: .*systeminformation \(neither netstat nor ss is installed\).*\n$/);
    }
  });

  test('a source that does not work leaves a terminal as it was', async t => {
    const command = [...portwatch, '--collector', 'systeminformation'];
    const terminal = openTerminal(t, command, {env: {PATH: '/nonexistent'}});
    assert.deepEqual(await terminal.exited, {code: 2, signal: 0});
    assert.match(terminal.written(), /^portwatch: .*systeminformation.*\r\n$/);
  });

  test('NO_COLOR and --no-color take the colours away, and leave bold and inverse', async t => {
    const written = async (env: Readonly<Record<string, string>>, ...options: readonly string[]) => {
      const terminal = openTerminal(t, [...portwatch, ...options], {env});
      await terminal.waitFor('shows a poll', lines => lines.some(line => /\d+ sockets? · .*explained/.test(line)));
      return terminal.written();
    };
    const [plain, byVariable, byOption] = await Promise.all([
      written({}),
      written({NO_COLOR: '1'}),
      written({}, '--no-color'),
    ]);
    assert.deepEqual(
      [plain, byVariable, byOption].map(text => colours.test(text)),
      [true, false, false],
    );
    assert.deepEqual(
      [plain, byVariable, byOption].map(text => text.includes('\x1b[1m')),
      [true, true, true],
    );
  });

  test('a terminal whose locale is not UTF-8 gets ASCII', async t => {
    const terminal = openTerminal(t, [...portwatch], {env: {LANG: 'C'}});
    await terminal.waitFor('shows a poll', lines => lines.some(line => /\d+ sockets? - \+ \d+ explained/.test(line)));
    assert.match(terminal.text(), /^[\x20-\x7e\n]*$/);
  });

  test('--version, --help and --rules print and end', async () => {
    const [version, help, rules] = await Promise.all(
      ['--version', '--help', '--rules'].map(option => runToEnd([...portwatch, option])),
    );
    assert.match(version?.stdout ?? '', /^\d+\.\d+\.\d+\n$/);
    assert.match(help?.stdout ?? '', /--hide-loopback/);
    assert.match(rules?.stdout ?? '', /^ssh-server .*explained/m);
    assert.deepEqual([version?.code, help?.code, rules?.code], [0, 0, 0]);
  });
});
