import type {ChildProcess} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {constants} from 'node:os';
import {setTimeout as pause, setImmediate as turn} from 'node:timers/promises';
import {statusOf} from '../system/own-status.ts';
import type {Suspend} from './mounted-screen.ts';
import {queueWrites, written} from './output.ts';
import {page, signalsOfKeys} from './pager.ts';
import {readKeys, stopUntilContinued} from './tty.ts';

/** Hands the terminal to a shell or a pager, and takes it back. */
export type Handoff = {
  readonly isSuspended: () => boolean;
  /** Stops this job until it is continued, as on Ctrl-Z (the whole group) or on a signal (this process). */
  readonly stop: (group: boolean) => Promise<void>;
  /** Shows a text in the user's pager. False where none could be started; true and no pager during another handoff. */
  readonly page: (text: string, env: NodeJS.ProcessEnv) => Promise<boolean>;
  /** Whether this program should obey a signal: while a pager has the terminal, signals of keys are for the pager. */
  readonly isForThisProgram: (signal: NodeJS.Signals) => boolean;
  /** Ends a pager that has the terminal, and waits up to `pagerTimeout` for its end. No handoff follows. */
  readonly end: () => Promise<void>;
};

/** The effects of a handoff on the terminal and on processes. A test replaces each by a fake. */
export type HandoffEdges = {
  /** Resolves when all output has gone to the terminal, or after `limit` milliseconds. */
  readonly written: (limit: number) => Promise<void>;
  readonly queueWrites: (wait: boolean) => void;
  readonly readKeys: (reads: boolean) => void;
  readonly page: typeof page;
  readonly stopUntilContinued: (group: boolean) => Promise<void>;
  readonly hasStopped: (pager: ChildProcess) => Promise<boolean>;
  /** Whether a pager ignores the signal of Ctrl-Z, as less(1) does with LESSSECURE; null where it has ended. */
  readonly ignoresStop: (pager: ChildProcess) => boolean | null;
  /** Calls `work` again and again while a pager runs, until the returned function is called. */
  readonly repeat: (work: () => void) => () => void;
  /** Resolves when the signals that had come are handled. */
  readonly turn: () => Promise<void>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
};

/** Milliseconds to wait for output to go to the terminal before a handoff. */
const outputTimeout = 1000;
/** Milliseconds to wait for a pager to stop or to end, and milliseconds between two readings of its state. */
const pagerTimeout = 3000;
const pagerPause = 5;
/** Milliseconds between two readings of whether a pager ignores Ctrl-Z. */
const ignorePause = 200;

/** The user of the terminal. `over`: the program ends, and no handoff follows. */
type TerminalUser = 'screen' | 'other' | 'over';

/**
 * `suspend` returns null until the full screen is mounted. `redraw` is called after each handoff, unless `end` was
 * called meanwhile.
 */
export function createHandoff(suspend: () => Suspend | null, redraw: () => void, edges: HandoffEdges): Handoff {
  let user: TerminalUser = 'screen';
  let isStopping = false;
  let pager: ChildProcess | null = null;
  /**
   * Whether the pager that has the terminal, or had it until this turn, ignores Ctrl-Z. Known before the signal comes:
   * such a pager goes on to read keys, and the next of them may end it before this process handles the signal.
   */
  let ignoresStop = false;
  const readIgnoresStop = (): void => {
    if (pager !== null) ignoresStop = edges.ignoresStop(pager) ?? ignoresStop;
  };
  // A function, since TypeScript keeps a narrowed type across an `await`.
  const isUsedBy = (candidate: TerminalUser): boolean => user === candidate;

  const handOver = async (work: () => Promise<void>): Promise<void> => {
    const suspended = suspend();
    if (!isUsedBy('screen') || !suspended) return;
    user = 'other';
    // First: once the screen is left, the user types for who gets the terminal.
    edges.readKeys(false);
    await suspended(async () => {
      await edges.written(outputTimeout);
      edges.queueWrites(false);
      await work();
      edges.readKeys(true);
      edges.queueWrites(true);
    });
    if (isUsedBy('over')) return;
    user = 'screen';
    redraw();
  };

  /**
   * Waits until a pager that has the terminal has stopped, or until the terminal is back. False where the pager keeps
   * the terminal: stopped alone, this process would leave the shell and the pager to share the keys.
   */
  const untilPagerStopped = async (): Promise<boolean> => {
    const end = edges.now() + pagerTimeout;
    while (isUsedBy('other')) {
      readIgnoresStop();
      if (ignoresStop) return false;
      if (pager !== null && ((await edges.hasStopped(pager)) || edges.now() > end)) return true;
      await edges.pause(pagerPause);
    }
    return true;
  };

  return {
    isSuspended: () => !isUsedBy('screen'),
    // A pager stops with the whole job, and restores its screen itself when the job continues. Before it stops, it
    // restores the terminal. This process must stop after the pager, because then the shell takes the terminal.
    stop: async group => {
      if (isStopping || !suspend()) return;
      isStopping = true;
      if (!(await untilPagerStopped())) {
        isStopping = false;
        return;
      }
      const stop = async (): Promise<void> => {
        await edges.stopUntilContinued(group);
        isStopping = false;
      };
      await (isUsedBy('other') ? stop() : handOver(stop));
    },
    page: async (text, env) => {
      let isShown = true;
      await handOver(async () => {
        const stopReading = edges.repeat(readIgnoresStop);
        isShown = await edges.page(text, env, started => {
          pager = started;
        });
        stopReading();
        // The signal of a key that was pressed in the pager may be handled after the end of the pager.
        await edges.turn();
        pager = null;
        ignoresStop = false;
      });
      return isShown;
    },
    isForThisProgram: signal => pager === null || !signalsOfKeys.includes(signal),
    end: async () => {
      user = 'over';
      const end = edges.now() + pagerTimeout;
      pager?.kill('SIGTERM');
      while (pager !== null && edges.now() < end) await edges.pause(pagerPause);
    },
  };
}

/** The edges on the real terminal and real processes. */
export const realHandoffEdges = (keyboard: NodeJS.ReadStream): HandoffEdges => ({
  written: limit => written(process.stdout, limit),
  queueWrites,
  readKeys: reads => readKeys(keyboard, reads),
  page,
  stopUntilContinued,
  hasStopped,
  ignoresStop,
  repeat: work => {
    const timer = setInterval(work, ignorePause);
    return () => clearInterval(timer);
  },
  turn: () => turn(),
  pause: milliseconds => pause(milliseconds),
  now: () => performance.now(),
});

/** Whether a child has stopped, by its state in /proc/PID/stat (proc(5)); true on a system without /proc. */
async function hasStopped({pid}: ChildProcess): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return /\) [Tt] [^)]*$/.test(stat);
}

/** SIGTSTP in the mask of ignored signals of /proc/PID/status (proc(5): SigIgn). */
const stopSignalBit = 1n << BigInt(constants.signals.SIGTSTP - 1);

function ignoresStop({pid}: ChildProcess): boolean | null {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(pid === undefined ? '' : statusOf(pid))?.[1];
  return mask === undefined ? null : (BigInt(`0x${mask}`) & stopSignalBit) !== 0n;
}
