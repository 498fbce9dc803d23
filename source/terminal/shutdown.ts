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

/** The process as its end needs it. A test replaces it by a fake. */
export type ShutdownEdges = {
  readonly process: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly hasTerminal: () => boolean;
  /** Ends the tools that still run. */
  readonly endTools: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exit: (code: number) => never;
  /** Resolves when the terminal has taken what was written, or after some milliseconds. */
  readonly written: (limit: number) => Promise<void>;
  readonly pause: (milliseconds: number) => Promise<void>;
};

const realEdges: ShutdownEdges = {
  process,
  hasTerminal: () => isatty(process.stdout.fd),
  endTools,
  kill: signal => process.kill(process.pid, signal),
  exit: code => process.exit(code),
  written: limit => written(process.stdout, limit),
  pause: milliseconds => pause(milliseconds),
};

/**
 * Ends this process and what it has started at once, and writes nothing to the terminal. SIGKILL, because an exit that
 * resets a closed terminal aborts some versions of Node (nodejs/node#51519).
 */
function exitNow({endTools: end, kill}: ShutdownEdges): void {
  end();
  kill('SIGKILL');
}

/** Ends this process when its terminal is gone: nothing can be restored then, and a program that ignores the error spins. */
export function exitWithTerminal(
  keyboard: Pick<NodeJS.ReadStream, 'prependListener' | 'on'>,
  stdout: Pick<NodeJS.WriteStream, 'prependListener'> = process.stdout,
  edges: ShutdownEdges = realEdges,
): void {
  const exit = (): void => exitNow(edges);
  stdout.prependListener('error', exit);
  keyboard.prependListener('error', exit);
  keyboard.on('end', exit);
}

/** Signals that are heard instead of ending the process. */
export type TerminationSignals = {
  /** Resolves to the first one. */
  readonly heard: Promise<NodeJS.Signals>;
  /** From now on a signal ends the process, as it does any. */
  readonly stop: () => void;
};

/** Hears the signals that end a process and are meant for it; one that comes with the end of the terminal ends it at once. */
export function onTerminationSignals(
  isForThisProgram: (signal: NodeJS.Signals) => boolean,
  edges: ShutdownEdges = realEdges,
): TerminationSignals {
  const {promise, resolve} = Promise.withResolvers<NodeJS.Signals>();
  const hear = (signal: NodeJS.Signals): void => {
    if (!edges.hasTerminal()) exitNow(edges);
    else if (isForThisProgram(signal)) resolve(signal);
  };
  for (const signal of endSignals) edges.process.on(signal, hear);
  return {
    heard: promise,
    stop: () => {
      for (const signal of endSignals) edges.process.off(signal, hear);
    },
  };
}

/** Milliseconds that a terminal has to take the sequences that restore it. */
const restorePatience = 2000;

/** Ends this process by a signal, as if it had not heard it, once the terminal has taken what was written. */
export async function exitBySignal(signal: NodeJS.Signals, edges: ShutdownEdges = realEdges): Promise<never> {
  await edges.written(restorePatience);
  edges.kill(signal);
  // Something else may hear the signal too; then the process ends itself, with the shell's code for the signal.
  await edges.pause(100);
  return edges.exit(128 + constants.signals[signal]);
}
