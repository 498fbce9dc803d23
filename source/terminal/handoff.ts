import type {ChildProcess} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import type {Suspend} from './mounted-screen.ts';
import {queueWrites, written} from './output.ts';
import {page, signalsOfKeys} from './pager.ts';
import {readKeys, stopUntilContinued} from './tty.ts';

/** Who has the terminal: the full screen, or the shell or a pager that it is lent to. */
export type Handoff = {
  readonly isSuspended: () => boolean;
  /** Stops this job, as Ctrl-Z (the whole group) or a signal (this process) asks for, until it is continued. */
  readonly stop: (group: boolean) => Promise<void>;
  /** Shows a text in the user's pager, unless the terminal is lent already; false where none could be started. */
  readonly page: (text: string, env: NodeJS.ProcessEnv) => Promise<boolean>;
  /** Whether a signal is meant for this program: those of keys are the pager's while that has the terminal. */
  readonly isForThisProgram: (signal: NodeJS.Signals) => boolean;
  /** The program ends: ends a pager that has the terminal, and waits until it has left that, though not for ever. */
  readonly end: () => Promise<void>;
};

/** Milliseconds that a terminal has to take what was written, before it is handed over. */
const patience = 1000;

/** Milliseconds that a pager has to stop or to end, and between looks at whether it has. */
const pagerPatience = 3000;
const pagerPause = 5;

/** Whether a child has stopped, by its state in /proc/PID/stat (proc(5)); where there is none, true. */
async function hasStopped({pid}: ChildProcess): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return /\) [Tt] [^)]*$/.test(stat);
}

/** `suspend` is null before the full screen stands; `redraw` follows each loan after which it stands again. */
export function createHandoff(keyboard: NodeJS.ReadStream, suspend: () => Suspend | null, redraw: () => void): Handoff {
  let isLent = false;
  let isStopping = false;
  let isOver = false;
  let pager: ChildProcess | null = null;
  const lend = async (work: () => Promise<void>): Promise<void> => {
    const suspended = suspend();
    if (isLent || isOver || !suspended) return;
    isLent = true;
    await suspended(async () => {
      await written(process.stdout, patience);
      queueWrites(false);
      readKeys(keyboard, false);
      await work();
      readKeys(keyboard, true);
      queueWrites(true);
    });
    isLent = false;
    if (!isOver) redraw();
  };
  return {
    isSuspended: () => isLent,
    // A pager that has the terminal stops with the whole job, and mends the screen itself when that is continued. It tidies the
    // terminal first, and once this process stops, the shell takes that. Where the pager ends instead, or the terminal is
    // about to be lent or given back, what comes of that is waited for.
    stop: async group => {
      if (isStopping || !suspend()) return;
      isStopping = true;
      const end = performance.now() + pagerPatience;
      const mayStop = async (each: ChildProcess): Promise<boolean> =>
        (await hasStopped(each)) || performance.now() > end;
      while (isLent && (pager === null || !(await mayStop(pager)))) await pause(pagerPause);
      const stop = async (): Promise<void> => {
        await stopUntilContinued(group);
        isStopping = false;
      };
      return isLent ? stop() : lend(stop);
    },
    page: async (text, env) => {
      let isShown = true;
      await lend(async () => {
        isShown = await page(text, env, started => {
          pager = started;
        });
        pager = null;
      });
      return isShown;
    },
    isForThisProgram: signal => pager === null || !signalsOfKeys.includes(signal),
    end: async () => {
      isOver = true;
      const end = performance.now() + pagerPatience;
      pager?.kill('SIGTERM');
      while (pager !== null && performance.now() < end) await pause(pagerPause);
    },
  };
}
