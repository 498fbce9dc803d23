import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm, {type IBuffer} from '@xterm/headless';

/** What a program does to a terminal, as it is on the screen. */
export type Terminal = {
  readonly pid: number;
  /** Without blanks at their ends. */
  readonly lines: () => readonly string[];
  readonly text: () => string;
  /** The screen itself, cell by cell. */
  readonly buffer: () => IBuffer;
  /** Everything the program wrote. */
  readonly written: () => string;
  /** Which of the two screens is on, and whether the cursor is shown. */
  readonly isAlternate: () => boolean;
  readonly showsCursor: () => boolean;
  /** Types keys one after the other, so slowly that each arrives on its own. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Sends text at once, as a paste or a fast typist does. */
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen is so; fails with the screen when it never is. `what` completes "the screen never …". */
  readonly waitFor: (what: string, holds: (lines: readonly string[]) => boolean) => Promise<void>;
  readonly exited: Promise<{readonly code: number; readonly signal: number}>;
  /** Closes the terminal under the program. */
  readonly hangUp: () => void;
  /** Stops to read what the program writes, and starts again. */
  readonly stall: () => void;
  readonly resume: () => void;
};

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export const keys = {
  enter: '\r',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  ctrlC: '\x03',
  ctrlL: '\x0c',
  ctrlZ: '\x1a',
} as const;

/** Milliseconds. */
const betweenKeys = 30;
const patience = 20_000;

/** Programs get this environment and no more: a `CI` in it would make Ink draw nothing. */
export const environment = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '/',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
};

/** Whether what was written up to `end` ends in the middle of a synchronised update (mode 2026), so of a frame. */
const isWithinFrame = (written: string, end: number): boolean =>
  written.lastIndexOf('\x1b[?2026h', end - 8) > written.lastIndexOf('\x1b[?2026l', end - 8);

/** Starts a program on a terminal of its own; it ends with the test. */
export function openTerminal(
  t: Pick<TestContext, 'after'>,
  command: readonly string[],
  {columns = 120, rows = 40, env = {}}: TerminalOptions = {},
): Terminal {
  const [program = '', ...parameters] = command;
  const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
  const child = pty.spawn(program, parameters, {cols: columns, rows, env: {...environment, ...env}});
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  let written = '';
  let ended = false;
  /** What is on the screen is a frame that is drawn to its end. */
  let whole = true;
  screen.onData(answer => child.write(answer));
  child.onData(data => {
    written += data;
    const end = written.length;
    screen.write(data, () => {
      whole = !isWithinFrame(written, end);
      if (whole) changed();
    });
  });
  const exited = new Promise<{code: number; signal: number}>(resolve => {
    child.onExit(({exitCode, signal = 0}) => {
      ended = true;
      // An empty write comes back when all before it is on the screen.
      screen.write('', () => {
        changed();
        resolve({code: exitCode, signal});
      });
    });
  });

  const lines = (): readonly string[] => {
    const {active} = screen.buffer;
    const line = (row: number): string =>
      active
        .getLine(active.baseY + row)
        ?.translateToString()
        .trimEnd() ?? '';
    return Array.from({length: screen.rows}, (_, row) => line(row));
  };
  const picture = (): string =>
    `${screen.cols}x${screen.rows}${ended ? ', the program has ended' : ''}\n${lines().join('\n')}`;

  t.after(async () => {
    if (!ended) child.kill('SIGKILL');
    await exited;
  });

  return {
    pid: child.pid,
    lines,
    text: () => lines().join('\n'),
    buffer: () => screen.buffer.active,
    written: () => written,
    isAlternate: () => screen.buffer.active.type === 'alternate',
    showsCursor: () => written.lastIndexOf('\x1b[?25h') >= written.lastIndexOf('\x1b[?25l'),
    press: async (...all) => {
      for (const key of all) {
        child.write(key);
        await pause(betweenKeys);
      }
    },
    type: text => child.write(text),
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    waitFor: (what, holds) =>
      new Promise((resolve, reject) => {
        const settle = (error: Error | null): void => {
          clearTimeout(timer);
          watchers.delete(poll);
          if (error) reject(error);
          else resolve();
        };
        const poll = (): void => {
          if (holds(lines())) settle(null);
          else if (ended) settle(new Error(`the screen never ${what}: ${picture()}`));
        };
        const timer = setTimeout(() => settle(new Error(`the screen never ${what}: ${picture()}`)), patience);
        watchers.add(poll);
        if (whole) poll();
      }),
    exited,
    stall: () => child.pause(),
    resume: () => child.resume(),
    hangUp: () => (child as unknown as {destroy: () => void}).destroy(),
  };
}
