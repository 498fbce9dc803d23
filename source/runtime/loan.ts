import {readFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import {letWritesWait, written} from './output.ts';
import {page, signalsOfKeys} from './pager.ts';
import {readKeys, stopUntilContinued} from './terminal.ts';

/** Runs `work` with the terminal as it was before the full screen, which is drawn again when that ends. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

/** Who has the terminal: the full screen, or the shell or a pager that it is lent to. */
export type Loan = {
  readonly isLent: () => boolean;
  /** Stops this job, as Ctrl-Z (the whole group) or a signal (this process) asks for, until it is continued. */
  readonly stop: (group: boolean) => Promise<void>;
  /** Shows a text in the user's pager, unless the terminal is lent already; false where none could be started. */
  readonly page: (text: string, env: NodeJS.ProcessEnv) => Promise<boolean>;
  /** Whether a signal is meant for this program: those of keys are the pager's while that has the terminal. */
  readonly isMeant: (signal: NodeJS.Signals) => boolean;
};

/** Milliseconds that a terminal has to take what was written, before it is handed over. */
const patience = 1000;

/** Milliseconds that a pager has to stop, and between looks at whether it has. */
const stopPatience = 3000;
const stopPause = 5;

/** Whether a child has stopped, by its state in /proc/PID/stat (proc(5)); where there is none, true. */
async function hasStopped(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return /\) [Tt] [^)]*$/.test(stat);
}

/** `suspend` is null before the full screen stands; `redraw` follows each loan. */
export function createLoan(keyboard: NodeJS.ReadStream, suspend: () => Suspend | null, redraw: () => void): Loan {
  let isLent = false;
  let isStopping = false;
  let pager: number | null = null;
  const lend = async (work: () => Promise<void>): Promise<void> => {
    const suspended = suspend();
    if (isLent || !suspended) return;
    isLent = true;
    await suspended(async () => {
      await written(process.stdout, patience);
      letWritesWait(false);
      readKeys(keyboard, false);
      await work();
      readKeys(keyboard, true);
      letWritesWait(true);
    });
    isLent = false;
    redraw();
  };
  return {
    isLent: () => isLent,
    // A pager that has the terminal stops with the whole job, and mends the screen itself when that is continued. It tidies the
    // terminal first, and once this process stops, the shell takes that. Where the pager ends instead, or the terminal is
    // about to be lent or given back, what comes of that is waited for.
    stop: async group => {
      if (isStopping || !suspend()) return;
      isStopping = true;
      const end = performance.now() + stopPatience;
      const mayStop = async (pid: number): Promise<boolean> => (await hasStopped(pid)) || performance.now() > end;
      while (isLent && (pager === null || !(await mayStop(pager)))) await pause(stopPause);
      const stop = async (): Promise<void> => {
        await stopUntilContinued(group);
        isStopping = false;
      };
      return isLent ? stop() : lend(stop);
    },
    page: async (text, env) => {
      let isShown = true;
      await lend(async () => {
        isShown = await page(text, env, pid => {
          pager = pid;
        });
        pager = null;
      });
      return isShown;
    },
    isMeant: signal => pager === null || !signalsOfKeys.includes(signal),
  };
}
