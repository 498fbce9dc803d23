import {constants} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {endTools} from '../tools/run-tool.ts';
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
  'SIGABRT',
  'SIGALRM',
  'SIGIO',
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
function endNow(): void {
  endTools();
  process.kill(process.pid, 'SIGKILL');
}

/** Ends this process when its terminal is gone: nothing can be restored then, and a program that swallows the error spins. */
export function endWithTerminal(keyboard: NodeJS.ReadStream): void {
  process.stdout.prependListener('error', endNow);
  keyboard.prependListener('error', endNow);
  keyboard.on('end', endNow);
}

/**
 * Calls `end` at a signal that ends a process, unless the terminal is gone with it. Returns how to stop; the next signal
 * then ends the process as it does any.
 */
export function onEndSignal(end: (signal: NodeJS.Signals) => void): () => void {
  const hear = (signal: NodeJS.Signals): void => {
    if (isatty(process.stdout.fd)) end(signal);
    else endNow();
  };
  for (const signal of endSignals) process.on(signal, hear);
  return () => {
    for (const signal of endSignals) process.off(signal, hear);
  };
}

/** Milliseconds that a terminal has to take what restores it, when a signal ends the program. */
const lastWords = 2000;

/** Ends this process by a signal, as if it had not heard it, once the terminal has taken what was written. */
export async function endBy(signal: NodeJS.Signals): Promise<never> {
  await written(process.stdout, lastWords);
  process.kill(process.pid, signal);
  // Something else may hear the signal too, and then ends the process itself, but for a signal of two names (SIGABRT, SIGIOT).
  await pause(100);
  process.exit(128 + constants.signals[signal]);
}
