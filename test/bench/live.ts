import {setTimeout as pause} from 'node:timers/promises';
import type {Load} from './load.ts';
import {isLargest, isOrdinary, nameOf, type Part} from './part.ts';
import {limited, type Row} from './table.ts';
import {openTerminal, type Terminal} from './terminal.ts';
import {cpuOf, memoryOf} from './use.ts';

/** A row of the list: mark, verdict and protocol. */
export const showsRows = (lines: readonly string[]): boolean =>
  lines.some(line => /(?:explained|learn|suspect)\s+(?:tcp|udp)/.test(line));

const startLimit = 30_000;
/** Milliseconds after which a program has got over its start. */
const settling = 5000;

/** Widths of the terminal, in columns. */
const widths = [80, 160, 200] as const;
/**
 * Milliseconds for which bytes are counted, from the tenth second on: ages on the screen change every half a minute.
 */
const bytesFrom = 10_000;
const bytesFor = 60_000;

/** Bytes a second to a terminal of each width where nothing changes. */
async function measureIdle(load: Load, program: string): Promise<readonly Row[]> {
  const command = [...load.within, process.execPath, program, '-i', '1'];
  const terminals = widths.map(columns => openTerminal(command, {}, {columns, rows: 40}));
  try {
    for (const terminal of terminals) await terminal.until(showsRows, startLimit);
    await pause(bytesFrom);
    const [before, start] = [terminals.map(({bytes}) => bytes()), performance.now()];
    await pause(bytesFor);
    const seconds = (performance.now() - start) / 1000;
    return terminals.map(({bytes}, index) => {
      const perSecond = (bytes() - (before[index] ?? 0)) / seconds;
      return limited(`to the terminal, ${nameOf(load)}, ${widths[index]} columns`, perSecond, 130, ' bytes/s');
    });
  } finally {
    for (const terminal of terminals) await terminal.close();
  }
}

/** The program and its like on a terminal, refreshing once a second: CPU, bytes written, memory. */
export const measureLive: Part = async (load, {program}, {quick}) => {
  const time = quick ? 6000 : 20_000;
  const own = await onTerminal([...load.within, process.execPath, program, '-i', '1'], time, showsRows);
  const watch = await onTerminal([...load.within, 'watch', '-n1', 'ss', '-tunap'], time / 2, hasText);
  const htop = await onTerminal([...load.within, 'htop', '-d', '10'], time / 2, hasText);
  const name = nameOf(load);
  const compared = `watch -n1 ss -tunap ${watch.share.toFixed(1)} %, htop ${htop.share.toFixed(1)} %`;
  const bytes = `watch ${watch.bytes.toFixed(0)}, htop ${htop.bytes.toFixed(0)}`;
  return [
    limited(`CPU at 1 Hz, ${name}: share of a core`, own.share, isOrdinary(load) ? 1.2 : null, ' %', compared),
    limited(`to the terminal at 1 Hz, ${name}`, own.bytes, isOrdinary(load) ? 130 : null, ' bytes/s', bytes),
    limited(
      `resident memory, ${name}`,
      own.memory.now,
      isOrdinary(load) ? 110 : isLargest(load) ? 220 : null,
      ' MB',
      `at most ${own.memory.peak.toFixed(0)}, after ${((settling + time) / 1000).toFixed(0)} s`,
    ),
    ...(isOrdinary(load) ? await measureIdle(load, program) : []),
  ];
};

const hasText = (lines: readonly string[]): boolean => lines.filter(line => line.trim() !== '').length > 5;

async function onTerminal(command: readonly string[], time: number, starts: (lines: readonly string[]) => boolean) {
  const terminal: Terminal = openTerminal(command);
  try {
    if ((await terminal.until(starts, startLimit)) === null) {
      throw new Error(`${command.join(' ')} did not start:\n${terminal.lines().join('\n')}`);
    }
    await pause(settling);
    const [cpu, bytes, start] = [cpuOf(terminal.pid), terminal.bytes(), performance.now()];
    await pause(time);
    const seconds = (performance.now() - start) / 1000;
    return {
      share: (cpuOf(terminal.pid) - cpu) / seconds / 10,
      bytes: (terminal.bytes() - bytes) / seconds,
      memory: memoryOf(terminal.pid),
    };
  } finally {
    await terminal.close();
  }
}
