import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {tour} from './key-kinds.ts';
import {showsRows} from './live.ts';
import type {Load} from './load.ts';
import {isLargest, isOrdinary, nameOf, type Part} from './part.ts';
import {longestStall, preload} from './stalls.ts';
import {median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {openTerminal, type Terminal} from './terminal.ts';

/** Milliseconds. */
const startLimit = 30_000;
const keyLimit = 2000;
const settling = 3000;
/** More of the keys may get lost in what changes by itself. */
const mostLost = 0.2;

/** When keys are pressed, and the interval of the polls in seconds: the longest there is, and the shortest. */
const times = [
  {name: 'between polls', interval: '3600'},
  {name: 'during polls', interval: '0.2'},
] as const;

/**
 * With a line for each socket: from a key of each kind to the bytes of the screen that answers it, also those of a list
 * in another order, and the longest time in which the event loop had no turn.
 */
export const measureKeys: Part = async (load, {program}, {quick}) => {
  const rows: Row[] = [];
  for (const {name, interval} of times) rows.push(...(await measureAt(load, program, name, interval, quick ? 2 : 8)));
  return rows;
};

async function measureAt(
  load: Load,
  program: string,
  when: string,
  interval: string,
  rounds: number,
): Promise<readonly Row[]> {
  const file = join(tmpdir(), `portwatch-bench-${process.pid}.stalls`);
  rmSync(file, {force: true});
  const command = [...load.within, process.execPath, '--import', preload, program, '-i', interval, '--no-compact'];
  const terminal = openTerminal(command, {STALL_FILE: file});
  try {
    if ((await terminal.until(showsRows, startLimit)) === null) throw new Error('the program did not start');
    const firstRows = Date.now();
    await pause(settling);
    const settled = Date.now();
    const {worst, all, lost} = await travel(terminal, rounds);
    if (lost > mostLost * rounds * tour.length) throw new Error(`${lost} keys were not seen to be answered`);
    const name = `${nameOf(load)}, ${when}`;
    const keys = `${all.length} keys${lost > 0 ? `, ${lost} lost in changes` : ''}`;
    const byKind = [...worst].sort(([, a], [, b]) => b - a).map(([kind, time]) => `${kind} ${time.toFixed(0)}`);
    const wanted = isLargest(load) ? 50 : isOrdinary(load) ? 20 : null;
    return [
      limited(`key to screen, ${name}: median`, median(all), null, ' ms', keys),
      limited(`key to screen, ${name}: worst`, Math.max(...all), wanted, ' ms', byKind.join(', ')),
      limited(
        `longest stall of the event loop, ${name}`,
        longestStall(file, settled),
        60,
        ' ms',
        `from start to first rows ${longestStall(file, 0, firstRows + 250).toFixed(0)} ms`,
      ),
    ];
  } finally {
    await terminal.close();
    rmSync(file, {force: true});
  }
}

/** Presses every kind of key in each round; the times in milliseconds, the longest of each kind by its name. */
async function travel(terminal: Terminal, rounds: number) {
  const worst = new Map<string, number>();
  const all: number[] = [];
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    for (const {name, bytes, answers} of tour) {
      const time = await pressOnce(terminal, bytes, answers);
      if (time === null) lost++;
      else {
        all.push(time);
        worst.set(name, Math.max(time, worst.get(name) ?? 0));
      }
    }
  }
  return {worst, all, lost};
}

/** Presses `j` at any time, and waits until the footer counts one line further; the times in milliseconds. */
export async function press(terminal: Terminal, count: number) {
  const [next] = tour;
  const pressed: (number | null)[] = [];
  for (let index = 0; index < count; index++) {
    if (next) pressed.push(await pressOnce(terminal, next.bytes, next.answers));
  }
  const seen = pressed.filter(time => time !== null);
  return {times: seen, lost: count - seen.length};
}

type Lines = readonly string[];

/** Presses a key at any time; the milliseconds until the screen shows the answer, null where it never does. */
async function pressOnce(
  terminal: Terminal,
  bytes: string,
  answers: (lines: Lines, before: Lines) => boolean,
): Promise<number | null> {
  await pause(120 + Math.random() * 200);
  const before = terminal.lines();
  const start = performance.now();
  terminal.type(bytes);
  const answered = await terminal.until(lines => answers(lines, before), keyLimit);
  return answered === null ? null : answered - start;
}
