import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {showsRows} from './live.ts';
import {isLargest, nameOf, type Part} from './part.ts';
import {longestStall, preload} from './stalls.ts';
import {median, short} from './statistics.ts';
import {limited} from './table.ts';
import {openTerminal, type Terminal} from './terminal.ts';

/** Milliseconds. */
const startLimit = 30_000;
const keyLimit = 2000;
const settling = 3000;
/** More of the keys may get lost in what changes by itself. */
const mostLost = 0.2;

/**
 * With a line for each socket: from a key to the bytes of the screen that answers it, and the longest time in which the
 * event loop had no turn.
 */
export const measureKeys: Part = async (load, {program}, {quick}) => {
  const file = join(tmpdir(), `portwatch-bench-${process.pid}.stalls`);
  rmSync(file, {force: true});
  const command = [...load.within, process.execPath, '--import', preload, program, '-i', '1', '--no-compact'];
  const terminal = openTerminal(command, {STALL_FILE: file});
  try {
    if ((await terminal.until(showsRows, startLimit)) === null) throw new Error('the program did not start');
    const firstRows = Date.now();
    await pause(settling);
    const settled = Date.now();
    const count = quick ? 20 : 80;
    const {times, lost} = await press(terminal, count);
    if (lost > mostLost * count) throw new Error(`${lost} of ${count} keys were not seen to be answered`);
    const name = nameOf(load);
    const isWanted = isLargest(load);
    const detail = `${times.length} keys${lost > 0 ? `, ${lost} lost in changes` : ''}`;
    return [
      limited(`key to screen, ${name}: median`, median(times), isWanted ? 50 : null, ' ms', detail),
      limited(
        `key to screen, ${name}: worst`,
        Math.max(...times),
        isWanted ? 120 : null,
        ' ms',
        `least ${short(Math.min(...times))} ms`,
      ),
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
};

/** Presses `j` at any time between polls, and waits until the footer counts one line further. */
export async function press(terminal: Terminal, count: number) {
  const times: number[] = [];
  let lost = 0;
  for (let index = 0; index < count; index++) {
    await pause(120 + Math.random() * 200);
    const before = positionOf(terminal.lines());
    if (before === null) throw new Error(`the footer tells no position:\n${terminal.lines().join('\n')}`);
    const start = performance.now();
    terminal.type('j');
    const answered = await terminal.until(lines => positionOf(lines) === before + 1, keyLimit);
    if (answered === null) lost++;
    else times.push(answered - start);
  }
  return {times, lost};
}

/** Line of the cursor, which the footer shows as `12/48003` at its right edge. */
function positionOf(lines: readonly string[]): number | null {
  const match = lines.at(-1)?.match(/(\d+)\/\d+\s*$/);
  return match ? Number(match[1]) : null;
}
