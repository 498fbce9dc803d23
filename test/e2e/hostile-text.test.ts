import assert from 'node:assert/strict';
import {copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, runToEnd, showsLook} from './helpers/portwatch.ts';
import {keys, openTerminal} from './helpers/terminal.ts';

/** A directory and a file in it whose names would drive a terminal, a spreadsheet and a shell. */
const directoryName = `d${'\x1b'}]0;owned\x07\u202e$(id)`;
const fileName = '=ev"il,\x1b[31m\n\u200b';
const shown = {directory: 'd\\x1b]0;owned\\x07\\u{202e}$(id)', file: '=ev"il,\\x1b[31m\\x0a\\u{200b}'};
const argument = `${'\x1b'}]52;c;ZXZpbA==\x07\u2028`;
const shownArgument = '\\x1b]52;c;ZXZpbA==\\x07\\u{2028}';

/**
 * What no output but that of the full screen may hold: control characters besides newlines, and what changes how text
 * is read.
 */
const hidden = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u;

/** A host on which such a file listens on the port of SSH. */
async function openHostile(t: TestContext): Promise<{readonly host: Host; readonly pid: number}> {
  const base = mkdtempSync(join(tmpdir(), 'portwatch-hostile-'));
  t.after(() => rmSync(base, {recursive: true}));
  mkdirSync(join(base, directoryName));
  const python = join(base, directoryName, fileName);
  copyFileSync(realpathSync(pathOf('python3') ?? ''), python);
  const host = await openHost(t);
  const {pid} = await host.hold(['listen tcp 0.0.0.0 22'], {python, argument});
  return {host, pid};
}

suite('a file with a hostile name', {concurrency: 2, timeout: 60_000, ...needs('python3', 'lsof')}, () => {
  test('reaches neither text, nor JSON, nor standard error', async t => {
    const {host} = await openHostile(t);
    const once = await runToEnd([...host.within, ...portwatch, '--once']);
    assert.ok(once.stdout.includes(`${shown.file}/`), once.stdout);
    const json = await runToEnd([...host.within, ...portwatch, '--json']);
    const [process] = JSON.parse(json.stdout).sockets[0].owner.processes;
    assert.ok(process.executable.endsWith(`/${shown.directory}/${shown.file}`), process.executable);
    assert.ok(process.command.endsWith(shownArgument), process.command);
    const filtered = await runToEnd([...host.within, ...portwatch, '--once', '-f', `exe:${directoryName}`]);
    assert.match(filtered.stdout, /keeps 1 of 1/);
    for (const {stdout, stderr} of [once, json, filtered]) {
      assert.doesNotMatch(stdout, hidden);
      assert.doesNotMatch(stderr, hidden);
    }
  });

  test('reaches neither the screen, nor the clipboard, nor a file that is written', async t => {
    const {host, pid} = await openHostile(t);
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-written-'));
    t.after(() => rmSync(directory, {recursive: true}));
    const inDirectory = ['/bin/sh', '-c', 'cd "$0" && exec "$@"', directory];
    const terminal = openTerminal(t, [...host.within, ...inDirectory, ...portwatch], {columns: 200, rows: 60});
    await terminal.waitFor('shows the owner', lines => showsLook(lines) && lines.join('\n').includes(`/${pid} `));
    for (const kind of ['j', 'c']) {
      await terminal.press('x', kind);
      await terminal.waitFor('has written', lines => /^wrote /.test(lines.at(-1) ?? ''));
      await terminal.press('j');
    }
    await terminal.press('y', keys.enter);
    await terminal.waitFor('shows the detail', lines => lines.some(line => / cross-check +\w+: /.test(line)));
    assert.ok(terminal.text().includes(`/${shown.directory}/`), terminal.text());
    assert.doesNotMatch(terminal.written(), /\x1b\]0;|\x1b\]52;c;ZXZpbA|\x1b\[31m\\|[\u202e\u2028\u200b]/);
    const files = readdirSync(directory);
    assert.equal(files.length, 2);
    for (const file of files)
      assert.doesNotMatch(readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n'), hidden);
    const csv = readFileSync(join(directory, files.find(file => file.endsWith('.csv')) ?? ''), 'utf8');
    assert.ok(csv.includes(`"'=ev""il,`), csv);
  });
});
