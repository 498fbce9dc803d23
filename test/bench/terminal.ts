import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {environment} from '../e2e/helpers/terminal.ts';
import {undoAtEnd} from './cleanup.ts';

/** A program on a terminal of its own. */
export type Terminal = {
  readonly pid: number;
  /** Bytes written until now. */
  readonly bytes: () => number;
  readonly lines: () => readonly string[];
  readonly type: (text: string) => void;
  /**
   * When the bytes arrived that made the screen so (performance.now()); null where they did not within `patience` ms.
   */
  readonly until: (holds: (lines: readonly string[]) => boolean, patience: number) => Promise<number | null>;
  /** Resolves when the program has ended, and all it wrote is on the screen. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

type Size = {readonly columns: number; readonly rows: number};

const usualSize: Size = {columns: 120, rows: 40};

/**
 * Tells of each piece of what is written whether it ends within a synchronised update (mode 2026), so within a frame.
 */
function createFrames(): (text: string) => boolean {
  let tail = '';
  let isWithin = false;
  return text => {
    const joined = tail + text;
    const [start, end] = [joined.lastIndexOf('\x1b[?2026h'), joined.lastIndexOf('\x1b[?2026l')];
    if (start !== end) isWithin = start > end;
    tail = text.slice(-8);
    return isWithin;
  };
}

export function openTerminal(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  {columns, rows}: Size = usualSize,
): Terminal {
  const [program = '', ...parameters] = command;
  const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
  const child = pty.spawn(program, parameters, {cols: columns, rows, env: {...environment, ...env}});
  const watchers = new Set<(arrivedAt: number) => void>();
  const endsWithinFrame = createFrames();
  let bytes = 0;
  screen.onData(answer => child.write(answer));
  child.onData(text => {
    const arrivedAt = performance.now();
    bytes += Buffer.byteLength(text);
    const isWhole = !endsWithinFrame(text);
    screen.write(text, () => {
      if (isWhole) for (const watcher of [...watchers]) watcher(arrivedAt);
    });
  });
  let hasEnded = false;
  const ended = new Promise<void>(resolve => {
    child.onExit(() => {
      hasEnded = true;
      screen.write('', resolve);
    });
  });
  const kill = undoAtEnd(() => {
    if (!hasEnded) child.kill('SIGKILL');
  });
  const lines = (): readonly string[] =>
    Array.from({length: rows}, (_, row) => {
      const {active} = screen.buffer;
      return active.getLine(active.baseY + row)?.translateToString(true) ?? '';
    });
  return {
    pid: child.pid,
    bytes: () => bytes,
    lines,
    type: text => child.write(text),
    until: (holds, patience) =>
      new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(timer);
          watchers.delete(poll);
        };
        const poll = (arrivedAt: number): void => {
          if (!holds(lines())) return;
          settle();
          resolve(arrivedAt);
        };
        const timer = setTimeout(() => {
          settle();
          if (hasEnded) reject(new Error(`${command.join(' ')} has ended:\n${lines().join('\n')}`));
          else resolve(null);
        }, patience);
        watchers.add(poll);
      }),
    ended,
    close: async () => {
      kill();
      await ended;
      screen.dispose();
    },
  };
}
