import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {showsRows} from './live.ts';
import {nameOf, type Part} from './part.ts';
import {longestStall, preload} from './stalls.ts';
import {median, short} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {openTerminal, type Terminal} from './terminal.ts';
import {cpuOf, memoryOf} from './use.ts';

const [right, left, pageDown, pageUp, leave] = ['\x1b[C', '\x1b[D', '\x1b[6~', '\x1b[5~', '\x1b'];
/** Keys one after the other, which leave the list as it was: the unfolded line has some ten thousand sockets. */
const pressed = [
  ...['j', 'k', 'j', right, 'G', 'g', pageDown, pageUp, 'G', 'k', '\r', leave, 'g', 'j', left],
  ...['?', leave, '/', 't', 'c', 'p', leave, 'n', 's', 'S', '<', 'S', 'v', 'V', 'L', 'L', 't', 't', 'c', 'G', 'g', 'c'],
];
const size = {columns: 160, rows: 50};
const headerLines = 3;
/** Milliseconds. */
const startLimit = 60_000;
const keyLimit = 5000;
const settling = 10_000;

/**
 * The program on a terminal of 160x50 at the interval that it has by itself, on a host with so many sockets that the
 * other parts would take too long: `ss -p` looks for the inode of each socket among all.
 */
export const measureLarge: Part = async (load, {program}, {quick}) => {
  const file = join(tmpdir(), `portwatch-bench-${process.pid}.stalls`);
  rmSync(file, {force: true});
  const command = [...load.within, process.execPath, '--import', preload, program, '--netns', 'host'];
  const startedAt = performance.now();
  const terminal = openTerminal(command, {STALL_FILE: file}, size);
  const name = nameOf(load);
  try {
    const rowsAt = await terminal.until(showsRows, startLimit);
    const ownersAt = await terminal.until(lines => showsRows(lines) && !lines.some(isPending), startLimit);
    if (rowsAt === null || ownersAt === null) throw new Error(`no owners:\n${terminal.lines().join('\n')}`);
    await pause(settling);
    const settled = Date.now();
    const [cpu, from] = [cpuOf(terminal.pid), performance.now()];
    await pause(quick ? 20_000 : 60_000);
    const share = (cpuOf(terminal.pid) - cpu) / (performance.now() - from);
    const memory = memoryOf(terminal.pid);
    const keys = await pressAll(terminal, quick ? 1 : 3);
    const worst = keys.reduce((a, b) => (a.time > b.time ? a : b));
    const rows: readonly Row[] = [
      limited(`first rows, ${name}`, (rowsAt - startedAt) / 1000, 3, ' s'),
      limited(`owners of all rows, ${name}`, (ownersAt - startedAt) / 1000, 8, ' s'),
      limited(`share of a core at its own interval, ${name}`, 100 * share, 25, ' %'),
      limited(`resident memory, ${name}`, memory.now, 600, ' MB', `at most ${memory.peak.toFixed(0)}`),
      limited(
        `worst key to screen, ${name}`,
        worst.time,
        100,
        ' ms',
        `${JSON.stringify(worst.key)}; median ${short(median(keys.map(({time}) => time)))} ms`,
      ),
      limited(
        `longest stall of the event loop, ${name}`,
        longestStall(file, settled),
        60,
        ' ms',
        `from start to owners ${longestStall(file, 0, settled - settling).toFixed(0)} ms`,
      ),
    ];
    return rows;
  } finally {
    await terminal.close();
    rmSync(file, {force: true});
  }
};

const isPending = (line: string): boolean => line.includes('pending');

/** Presses each key in each round at any time between polls, and waits until the lines below the header are others. */
async function pressAll(terminal: Terminal, rounds: number) {
  const keys: {readonly key: string; readonly time: number}[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const key of pressed) {
      await pause(150 + Math.random() * 400);
      const before = bodyOf(terminal.lines());
      const start = performance.now();
      terminal.type(key);
      const answered = await terminal.until(lines => bodyOf(lines) !== before, keyLimit);
      // A key that moves nothing, as `k` in the first line, is not answered.
      if (answered !== null) keys.push({key, time: answered - start});
    }
  }
  return keys;
}

const bodyOf = (lines: readonly string[]): string => lines.slice(headerLines).join('\n');
