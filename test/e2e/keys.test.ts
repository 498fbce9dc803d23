import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {bytesOf} from './helpers/key-bytes.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, showsLook} from './helpers/portwatch.ts';
import {isStopped} from './helpers/processes.ts';
import type {Holder} from './helpers/sockets.ts';
import {openTerminal, type Terminal} from './helpers/terminal.ts';
import {stages} from './keys/stages.ts';
import {type Lines, type Stage, type Step, type Steps, showsList, size, text} from './keys/step.ts';
import {closings, manyGone} from './keys/texts.ts';

/** Sockets of every kind, more than fit on the screen, two of them suspect. */
const sockets = [
  'listen tcp 0.0.0.0 22',
  'listen udp 0.0.0.0 514',
  'listen tcp 127.0.0.1 5432',
  'listen udp 127.0.0.1 4000',
  'connect tcp 127.0.0.1 5432',
  'listen tcp 0.0.0.0 8080',
  `connect tcp ${outerAddress} 8080`,
  ...Array.from({length: 25}, (_, index) => `listen tcp 0.0.0.0 ${7000 + index}`),
];

/** Answers every question for the name of an address. */
async function startNameServer(t: TestContext, {within}: Host): Promise<void> {
  const script = readFileSync(new URL('helpers/name-server.py', import.meta.url), 'utf8');
  const name = Buffer.from('shop.example').toString('hex');
  const [program = '', ...parameters] = [...within, pathOf('python3') ?? 'python3', '-c', script, outerAddress, name];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
}

type Scene = {readonly terminal: Terminal; readonly holder: Holder; readonly directory: string};

/** Waits until the evidence that takes long is read, and on the screen. */
async function waitForEvidence(terminal: Terminal, log: string): Promise<void> {
  const kinds = (): readonly string[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .flatMap(line => (line.endsWith('}') ? [JSON.parse(line).kind] : []));
  for (const end = Date.now() + 20_000; !kinds().join(' ').includes('evidence poll'); await pause(20)) {
    assert.ok(Date.now() < end, 'a poll follows the evidence');
  }
  const written = terminal.written().length;
  await terminal.press(bytesOf('ctrl-l'));
  await terminal.waitFor('is drawn with it', () => terminal.written().slice(written).includes('\x1b[2J'));
}

/** Sockets that close once they were seen, and the text of the baseline; absent: there is none. */
type Opening = {readonly closing?: number; readonly baseline?: string};

/**
 * The program on a host with these sockets, in a directory of its own, with a name server and a pager. After the poll
 * that brings the evidence it polls when told to.
 */
async function open(t: TestContext, {closing = 0, baseline}: Opening = {}): Promise<Scene> {
  const host = await openHost(t);
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-keys-'));
  t.after(() => rmSync(directory, {recursive: true}));
  writeFileSync(join(directory, 'resolv.conf'), `nameserver ${outerAddress}\n`);
  writeFileSync(join(directory, 'pager'), '#!/bin/sh\ncat\nread answer < /dev/tty\n', {mode: 0o755});
  const baselineFile = join(directory, 'baseline.toml');
  if (baseline !== undefined) writeFileSync(baselineFile, baseline, {mode: 0o600});
  await startNameServer(t, host);
  const holder = await host.hold(sockets);
  const numbers: number[] = [];
  for (let index = 0; index < closing; index++) numbers.push(await holder.tell(`listen tcp 0.0.0.0 ${6000 + index}`));
  const script = `cd ${directory} && mount --bind resolv.conf /etc/resolv.conf && exec "$@"`;
  const command = [
    ...host.within,
    'unshare',
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    ...portwatch,
    '-i',
    '3600',
    '--baseline',
    baselineFile,
  ];
  const log = join(directory, 'debug.log');
  const terminal = openTerminal(t, command, {...size, env: {PAGER: join(directory, 'pager'), PORTWATCH_DEBUG: log}});
  await terminal.waitFor('shows a first look', lines => showsList(lines) && showsLook(lines));
  await waitForEvidence(terminal, log);
  if (closing > 0) {
    for (const number of numbers) await holder.tell(`close ${number}`);
    await terminal.press('r');
    await terminal.waitFor('shows that they closed', lines => text(lines).includes(' closed'));
  }
  return {terminal, holder, directory};
}

const press = (terminal: Terminal, keys: readonly string[]): Promise<void> => terminal.press(...keys.map(bytesOf));

/**
 * The same screen, whatever its first line says of the time and the load. A column that has grown for a row that was on
 * the screen stays so: words may have moved, and be whole where they were cut.
 */
const isSame = (a: Lines, b: Lines): boolean =>
  a.length === b.length && a.slice(1).every((line, index) => hasSameWords(line, b[index + 1] ?? ''));

function hasSameWords(a: string, b: string): boolean {
  const [ones, others] = [wordsOf(a), wordsOf(b)];
  return (
    ones.length === others.length &&
    ones.every((one, index) => isCutOf(one, others[index] ?? '') || isCutOf(others[index] ?? '', one))
  );
}

/** Without what a cell has only where there is room: the program before what it serves as, the mark of a guess. */
const wordsOf = (line: string): readonly string[] =>
  line
    .replace(/ python3 \(/g, ' (')
    .split(/ +/)
    .map(word => (word === '?' ? word : word.replace(/\?$/, '')));

function isCutOf(cut: string, whole: string): boolean {
  const [start = '', end] = cut.split('…');
  return end === undefined ? cut === whole : whole.startsWith(start) && whole.endsWith(end);
}

/** Waits until the screen is so, and gives back that very screen. */
async function screen(terminal: Terminal, what: string, holds: (lines: Lines) => boolean): Promise<Lines> {
  let found: Lines = [];
  await terminal.waitFor(what, lines => {
    found = lines;
    return holds(lines);
  });
  return found;
}

async function enter({terminal}: Scene, {mode, enter: keys, shows}: Stage): Promise<Lines> {
  await press(terminal, keys);
  return screen(terminal, `shows the ${mode}`, shows);
}

/** What a key does besides changing text; `start` is the screen before it. */
const destructiveActions = {
  redraw: async ({terminal}: Scene, start: Lines, key: string) => {
    const written = terminal.written().length;
    await press(terminal, [key]);
    const isDrawn = (lines: Lines): boolean =>
      terminal.written().slice(written).includes('\x1b[2J') && isSame(lines, start);
    await terminal.waitFor('is drawn anew', isDrawn);
  },
  stop: async ({terminal}: Scene, start: Lines, key: string) => {
    await press(terminal, [key]);
    for (const end = Date.now() + 10_000; !isStopped(terminal.pid); await pause(10)) {
      assert.ok(Date.now() < end, `${key} stops the program`);
    }
    await terminal.waitFor('is handed back', () => !terminal.isAlternate());
    process.kill(terminal.pid, 'SIGCONT');
    await terminal.waitFor('is as before', lines => terminal.isAlternate() && isSame(lines, start));
  },
  quit: async ({terminal}: Scene, _start: Lines, key: string) => {
    await press(terminal, [key]);
    assert.deepEqual(await terminal.exited, {code: 0, signal: 0});
    assert.deepEqual([terminal.isAlternate(), terminal.showsCursor()], [false, true]);
  },
};

/** Tries one key, from the beginning of its mode. */
async function tryKey({terminal, holder}: Scene, start: Lines, key: string, step: Exclude<Step, {does: string}>) {
  const {from = [], ready = lines => !isSame(lines, start), meanwhile, next = [], sees, undo = []} = step;
  if (from.length > 0) await press(terminal, from);
  const before = from.length > 0 ? await screen(terminal, `is ready for ${key}`, ready) : start;
  await meanwhile?.(holder);
  assert.ok(!sees(before, before), `what ${key} is to change is so before`);
  await press(terminal, [key, ...next]);
  await terminal.waitFor(`shows what ${key} does`, lines => sees(lines, before));
  await press(terminal, undo);
}

const openings: Partial<Record<Stage['mode'], Opening>> = {closed: {closing: closings}, drift: {baseline: manyGone}};

/** All keys of a mode in one run: those that change the host, then those that leave it, last. */
async function tryKeys(t: TestContext, stage: Stage, steps: Steps): Promise<Scene> {
  const scene = await open(t, openings[stage.mode]);
  const start = await enter(scene, stage);
  const late: (readonly [key: string, step: Exclude<Step, {does: string}>])[] = [];
  const quitting: string[] = [];
  for (const [key, step] of Object.entries(steps)) {
    if ('does' in step && step.does === 'quit') quitting.push(key);
    else if ('does' in step) await destructiveActions[step.does](scene, start, key);
    else if (step.meanwhile) late.push([key, step]);
    else {
      await tryKey(scene, start, key, step);
      await scene.terminal.waitFor(`is back where it began after ${key}`, lines => isSame(lines, start));
    }
  }
  for (const [key, step] of late) await tryKey(scene, start, key, step);
  for (const [index, key] of quitting.entries()) {
    const running = index === 0 ? scene : await open(t, openings[stage.mode]);
    if (running !== scene) await enter(running, stage);
    await destructiveActions.quit(running, start, key);
  }
  return scene;
}

suite('every key', {concurrency: 3, timeout: 120_000, ...needs('python3', 'lsof', 'mount')}, () => {
  for (const [stage, steps] of stages) {
    test(`of the ${stage.mode} does what the binding table says`, async t => {
      const {directory, terminal} = await tryKeys(t, stage, steps);
      const sequences = terminal.written().match(/\x1b\]52;c;([^\x07]*)\x07/g) ?? [];
      assert.equal(sequences.length, 'y' in steps ? 1 : 0, 'what is copied goes to the clipboard of the terminal');
      const written = readdirSync(directory).filter(name => name.startsWith('portwatch-'));
      assert.equal(written.length, stage.mode === 'export' ? 2 : 0, `${written}`);
      for (const name of written) {
        assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600);
        assert.match(readFileSync(join(directory, name), 'utf8'), /\b0\.0\.0\.0\b/);
      }
    });
  }
});
