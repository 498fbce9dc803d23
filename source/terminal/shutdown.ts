import {constants} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {endTools} from '../system/run-tool.ts';
import {written} from './output.ts';

/**
 * Signals that end a process which does not hear them (signal(7)), but for those that cannot be heard, come of a fault, or
 * are V8's own (SIGPROF). For SIGUSR1, Node would open a port for a debugger.
 */
const endSignals: readonly NodeJS.Signals[] = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  // Two names of one.
  'SIGABRT',
  'SIGIOT',
  'SIGALRM',
  // Two names of one.
  'SIGIO',
  'SIGPOLL',
  'SIGPWR',
  'SIGSTKFLT',
  'SIGSYS',
  'SIGTRAP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGVTALRM',
  'SIGXCPU',
  'SIGXFSZ',
];

/**
 * Ends this process and what it has started at once, without a word to the terminal. SIGKILL, because an exit that resets a
 * closed terminal aborts some versions of Node.
 */
function exitNow(): void {
  endTools();
  process.kill(process.pid, 'SIGKILL');
}

/** Ends this process when its terminal is gone: nothing can be restored then, and a program that swallows the error spins. */
export function exitWithTerminal(keyboard: NodeJS.ReadStream): void {
  process.stdout.prependListener('error', exitNow);
  keyboard.prependListener('error', exitNow);
  keyboard.on('end', exitNow);
}

/** Signals that are heard instead of ending the process. */
export type TerminationSignals = {
  /** Resolves to the first that is heard. */
  readonly heard: Promise<NodeJS.Signals>;
  /** The next signal ends the process, as it does any. */
  readonly stop: () => void;
};

/** Hears signals that end a process, but for those that are not meant for it; one that comes with the end of the terminal ends it. */
export function onTerminationSignals(isMeant: (signal: NodeJS.Signals) => boolean): TerminationSignals {
  const {promise, resolve} = Promise.withResolvers<NodeJS.Signals>();
  const hear = (signal: NodeJS.Signals): void => {
    if (!isatty(process.stdout.fd)) exitNow();
    else if (isMeant(signal)) resolve(signal);
  };
  for (const signal of endSignals) process.on(signal, hear);
  return {
    heard: promise,
    stop: () => {
      for (const signal of endSignals) process.off(signal, hear);
    },
  };
}

/** Milliseconds that a terminal has to take what restores it, when a signal ends the program. */
const lastWords = 2000;

/** Ends this process by a signal, as if it had not heard it, once the terminal has taken what was written. */
export async function exitBySignal(signal: NodeJS.Signals): Promise<never> {
  await written(process.stdout, lastWords);
  process.kill(process.pid, signal);
  // Something else may hear the signal too, and then ends the process itself.
  await pause(100);
  process.exit(128 + constants.signals[signal]);
}
