import {setTimeout as pause} from 'node:timers/promises';
import {isLargest, isOrdinary, nameOf, type Part} from './part.ts';
import {limited} from './table.ts';
import {openTerminal, type Terminal} from './terminal.ts';
import {cpuOf, memoryOf} from './use.ts';

/** A row of the list: mark, verdict and protocol. */
export const showsRows = (lines: readonly string[]): boolean =>
  lines.some(line => /(?:explained|learn|suspect)\s+(?:tcp|udp)/.test(line));

const startLimit = 30_000;
/** Milliseconds after which a program has got over its start. */
const settling = 5000;

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
    limited(`CPU at 1 Hz, ${name}: share of a core`, own.share, isOrdinary(load) ? 1.5 : null, ' %', compared),
    limited(`to the terminal at 1 Hz, ${name}`, own.bytes, isOrdinary(load) ? 250 : null, ' bytes/s', bytes),
    limited(
      `resident memory, ${name}`,
      own.memory.now,
      isOrdinary(load) ? 110 : isLargest(load) ? 220 : null,
      ' MB',
      `at most ${own.memory.peak.toFixed(0)}, after ${((settling + time) / 1000).toFixed(0)} s`,
    ),
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
