import type {ChildProcess} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import type {Suspend} from './mounted-screen.ts';
import {queueWrites, written} from './output.ts';
import {page, signalsOfKeys} from './pager.ts';
import {readKeys, stopUntilContinued} from './tty.ts';

/** Hands the terminal to a shell or a pager, and takes it back. */
export type Handoff = {
  readonly isSuspended: () => boolean;
  /** Stops this job, as Ctrl-Z (the whole group) or a signal (this process) asks for, until it is continued. */
  readonly stop: (group: boolean) => Promise<void>;
  /** Shows a text in the user's pager, unless the terminal is handed over already; false where none could be started. */
  readonly page: (text: string, env: NodeJS.ProcessEnv) => Promise<boolean>;
  /** Whether a signal is meant for this program: signals of keys are the pager's while it has the terminal. */
  readonly isForThisProgram: (signal: NodeJS.Signals) => boolean;
  /** Ends a pager that has the terminal, and waits up to `pagerPatience` until it has left. No handoff follows. */
  readonly end: () => Promise<void>;
};

/** Everything that a handoff does to the terminal and to processes. A test replaces it by a fake. */
export type HandoffEdges = {
  /** Resolves when the terminal has taken what was written, or after some milliseconds. */
  readonly written: (limit: number) => Promise<void>;
  readonly queueWrites: (wait: boolean) => void;
  readonly readKeys: (reads: boolean) => void;
  readonly page: typeof page;
  readonly stopUntilContinued: (group: boolean) => Promise<void>;
  readonly hasStopped: (pager: ChildProcess) => Promise<boolean>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
};

/** Milliseconds that a terminal has to take what was written, before it is handed over. */
const patience = 1000;
/** Milliseconds that a pager has to stop or to end, and between two polls of its state. */
const pagerPatience = 3000;
const pagerPause = 5;

/** Who has the terminal. `over`: the program ends, and nobody gets it any more. */
type Holder = 'screen' | 'other' | 'over';

/** `suspend` returns null before the full screen stands; `redraw` follows each handoff after which it stands again. */
export function createHandoff(suspend: () => Suspend | null, redraw: () => void, edges: HandoffEdges): Handoff {
  let holder: Holder = 'screen';
  let isStopping = false;
  let pager: ChildProcess | null = null;
  // A function, since TypeScript keeps a narrowed type across an `await`.
  const isHeldBy = (who: Holder): boolean => holder === who;

  const handOver = async (work: () => Promise<void>): Promise<void> => {
    const suspended = suspend();
    if (!isHeldBy('screen') || !suspended) return;
    holder = 'other';
    await suspended(async () => {
      await edges.written(patience);
      edges.queueWrites(false);
      edges.readKeys(false);
      await work();
      edges.readKeys(true);
      edges.queueWrites(true);
    });
    if (isHeldBy('over')) return;
    holder = 'screen';
    redraw();
  };

  /** Waits until a pager that has the terminal has stopped, or until the terminal is back. */
  const untilPagerStopped = async (): Promise<void> => {
    const end = edges.now() + pagerPatience;
    while (isHeldBy('other')) {
      if (pager !== null && ((await edges.hasStopped(pager)) || edges.now() > end)) return;
      await edges.pause(pagerPause);
    }
  };

  return {
    isSuspended: () => !isHeldBy('screen'),
    // A pager stops with the whole job and restores the screen itself when the job goes on. It tidies the terminal first;
    // the shell takes the terminal once this process has stopped, so the pager comes first.
    stop: async group => {
      if (isStopping || !suspend()) return;
      isStopping = true;
      await untilPagerStopped();
      const stop = async (): Promise<void> => {
        await edges.stopUntilContinued(group);
        isStopping = false;
      };
      await (isHeldBy('other') ? stop() : handOver(stop));
    },
    page: async (text, env) => {
      let isShown = true;
      await handOver(async () => {
        isShown = await edges.page(text, env, started => {
          pager = started;
        });
        pager = null;
      });
      return isShown;
    },
    isForThisProgram: signal => pager === null || !signalsOfKeys.includes(signal),
    end: async () => {
      holder = 'over';
      const end = edges.now() + pagerPatience;
      pager?.kill('SIGTERM');
      while (pager !== null && edges.now() < end) await edges.pause(pagerPause);
    },
  };
}

/** The terminal and the processes of this program. */
export const realHandoffEdges = (keyboard: NodeJS.ReadStream): HandoffEdges => ({
  written: limit => written(process.stdout, limit),
  queueWrites,
  readKeys: reads => readKeys(keyboard, reads),
  page,
  stopUntilContinued,
  hasStopped,
  pause: milliseconds => pause(milliseconds),
  now: () => performance.now(),
});

/** Whether a child has stopped, by its state in /proc/PID/stat (proc(5)); true on a system without /proc. */
async function hasStopped({pid}: ChildProcess): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return /\) [Tt] [^)]*$/.test(stat);
}
