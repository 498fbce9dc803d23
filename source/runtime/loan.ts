import {letWritesWait, written} from './output.ts';
import {page, signalsOfKeys} from './pager.ts';
import {stopUntilContinued} from './terminal.ts';

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

/** `suspend` is null before the full screen stands; `redraw` follows each loan. */
export function createLoan(suspend: () => Suspend | null, redraw: () => void): Loan {
  let isLent = false;
  let isPaging = false;
  const lend = async (work: () => Promise<void>): Promise<void> => {
    const suspended = suspend();
    if (isLent || !suspended) return;
    isLent = true;
    await suspended(async () => {
      await written(process.stdout, patience);
      letWritesWait(false);
      await work();
      letWritesWait(true);
    });
    isLent = false;
    redraw();
  };
  return {
    isLent: () => isLent,
    // A pager that has the terminal stops with the whole job, and mends the screen itself when that is continued.
    stop: group => (isLent ? stopUntilContinued(group) : lend(() => stopUntilContinued(group))),
    page: async (text, env) => {
      let isShown = true;
      await lend(async () => {
        isPaging = true;
        isShown = await page(text, env);
        isPaging = false;
      });
      return isShown;
    },
    isMeant: signal => !isPaging || !signalsOfKeys.includes(signal),
  };
}
