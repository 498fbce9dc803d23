import assert from 'node:assert/strict';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import type {Holder} from './helpers/sockets.ts';
import {keys, type Terminal} from './helpers/terminal.ts';

type Lines = readonly string[];

const last = (lines: Lines): string => lines.at(-1) ?? '';
const has = (expected: RegExp) => (lines: Lines) => lines.some(line => expected.test(line));
const count = (terminal: Terminal): number => terminal.written().split('\x07').length - 1;

type Scene = {readonly host: Host; readonly holder: Holder; readonly terminal: Terminal; readonly file: string};

/** The full screen on a host with one listener, under the cursor; with the text of a baseline where there is one. */
async function open(t: TestContext, text: string | null, options: readonly string[] = []): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-accept-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const file = join(directory, 'baseline.toml');
  if (text !== null) writeFileSync(file, text, {mode: 0o600});
  const host = await openHost(t);
  const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
  const terminal = await watch(t, host, ['--baseline', file, ...options]);
  await terminal.waitFor('has the socket under its cursor', has(/^›.* 0\.0\.0\.0:8080 /));
  return {host, holder, terminal, file};
}

const comment = '# reviewed by two people\n';

suite('acceptance on the screen', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('a accepts with a note, the list follows, a comment in the file stays, and a withdraws it', async t => {
    const {terminal, file} = await open(t, comment);
    await terminal.press('a');
    await terminal.waitFor('asks for a note', lines =>
      /^accept tcp 8080 of .*note \(Enter: none\):$/.test(last(lines)),
    );
    terminal.type('shop "4711"');
    await terminal.waitFor('shows what was typed', lines => last(lines).endsWith('shop "4711"'));
    assert.equal(readFileSync(file, 'utf8'), comment, 'nothing is written before Enter');
    await terminal.press(keys.enter);
    await terminal.waitFor('shows it as accepted', has(/^›.= accepted .* 0\.0\.0\.0:8080 .* shop "4711"/));
    const written = readFileSync(file, 'utf8');
    assert.ok(written.startsWith(comment));
    assert.match(written, /^port = 8080$/m);
    assert.match(written, /^note = "shop \\"4711\\""$/m);
    await terminal.press('a');
    await terminal.waitFor('shows the acceptance', has(/^ {2}note +shop "4711"$/));
    await terminal.waitFor('asks for a word', lines => /type withdraw and Enter:$/.test(last(lines)));
    terminal.type('withdraw');
    await terminal.waitFor('shows the word', lines => last(lines).endsWith('Enter: withdraw'));
    await terminal.press(keys.enter);
    await terminal.waitFor('shows that nobody accepted it', has(/^ {2}state +Δ new: nobody accepted this listener$/));
    assert.doesNotMatch(readFileSync(file, 'utf8'), /8080/);
  });

  test('A accepts all once their number was typed; then a new listener is marked, rings once and is in D', async t => {
    const {terminal, holder} = await open(t, null);
    await terminal.press('A');
    await terminal.waitFor('asks for the number', lines =>
      /^accept 1 listener as .* type 1 and Enter:$/.test(last(lines)),
    );
    await terminal.press('1', keys.enter);
    await terminal.waitFor('shows it as accepted', has(/^›.= accepted .* 0\.0\.0\.0:8080 /));
    await terminal.waitFor('says what that means', lines => last(lines).startsWith('accepted: Δ now marks'));
    assert.equal(count(terminal), 0, 'the baseline alone does not ring');
    await holder.tell('listen tcp 0.0.0.0 9090');
    await terminal.waitFor('marks what is new', has(/^.Δ\? learn .* 0\.0\.0\.0:9090 /));
    await terminal.waitFor('counts it', has(/ · Δ 1 new to the baseline · /));
    assert.equal(count(terminal), 1);
    await terminal.press('D');
    await terminal.waitFor('lists the difference', has(/^ {2}tcp 0\.0\.0\.0:9090 /));
    assert.equal(count(terminal), 1);
  });

  test('with --no-bell nothing rings', async t => {
    const {terminal, holder} = await open(t, comment, ['--no-bell']);
    await terminal.waitFor('marks the first as new', has(/^›Δ/));
    await holder.tell('listen tcp 0.0.0.0 9090');
    await terminal.waitFor('marks what is new', has(/^.Δ\? learn .* 0\.0\.0\.0:9090 /));
    assert.equal(count(terminal), 0);
  });

  test('a file that others may write hides no row, and is not written', async t => {
    const {terminal, file} = await open(t, comment);
    await terminal.waitFor('marks the row', has(/^›Δ/));
    // The file of an editor that saves with a wide umask.
    rmSync(file);
    writeFileSync(file, comment);
    chmodSync(file, 0o666);
    await terminal.waitFor('says that it was not read', has(/baseline (?:was )?not read/));
    assert.ok(has(/^› \? learn .* 0\.0\.0\.0:8080 /)(terminal.lines()));
    await terminal.press('a');
    await terminal.waitFor('gives the reason', lines => last(lines).startsWith('the baseline was not read: '));
    assert.equal(readFileSync(file, 'utf8'), comment);
  });

  test('with --read-only a and A do nothing', async t => {
    const {terminal} = await open(t, null, ['--read-only']);
    await terminal.press('a', 'A', 'D');
    await terminal.waitFor('shows the differences', lines => lines[0] === 'differences from the baseline');
  });
});
