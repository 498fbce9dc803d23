import {constants} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {debugLog} from '../system/debug-log.ts';
import {endTools} from '../system/run-tool.ts';
import {written} from './output.ts';

/**
 * The signals that end a process without a handler (signal(7)), except signals that cannot be caught, that report a
 * fault, or that V8 uses (SIGPROF). For SIGUSR1, Node would open a port for a debugger.
 */
const endSignals: readonly NodeJS.Signals[] = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  // SIGABRT and SIGIOT are one signal.
  'SIGABRT',
  'SIGIOT',
  'SIGALRM',
  // SIGIO and SIGPOLL are one signal.
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

/** The effects of a shutdown on this process and its terminal. A test replaces each by a fake. */
export type ShutdownEdges = {
  readonly process: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly hasTerminal: () => boolean;
  /** Ends running tools of the system, such as lsof. */
  readonly endTools: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exit: (code: number) => never;
  /** Resolves when all output has gone to the terminal, or after `limit` milliseconds. */
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
 * Ends this process and its tools at once, and writes nothing to the terminal. The signal is SIGKILL, because an exit
 * that resets a closed terminal aborts some versions of Node (nodejs/node#51519).
 */
function exitNow({endTools: end, kill}: ShutdownEdges): void {
  end();
  kill('SIGKILL');
}

/**
 * Ends this process when its terminal closes: nothing can be restored then, and a program that ignores the error spins.
 */
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

/** The termination signals, which are caught instead of ending the process. */
export type TerminationSignals = {
  /** Resolves to the first signal. */
  readonly received: Promise<NodeJS.Signals>;
  /** Stops catching them, so the next signal ends the process. */
  readonly stop: () => void;
};

/**
 * Catches the termination signals for this program. Where the terminal is closed too, a signal ends the process at
 * once.
 */
export function onTerminationSignals(
  isForThisProgram: (signal: NodeJS.Signals) => boolean,
  edges: ShutdownEdges = realEdges,
): TerminationSignals {
  const {promise, resolve} = Promise.withResolvers<NodeJS.Signals>();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!edges.hasTerminal()) exitNow(edges);
    else if (isForThisProgram(signal)) resolve(signal);
  };
  for (const signal of endSignals) edges.process.on(signal, onSignal);
  return {
    received: promise,
    stop: () => {
      for (const signal of endSignals) edges.process.off(signal, onSignal);
    },
  };
}

/** Milliseconds to wait for the sequences that restore the terminal to go to it. */
const restoreTimeout = 2000;

/** Ends this process by a signal, as if it had no handler, once all output has gone to the terminal. */
export async function exitBySignal(signal: NodeJS.Signals, edges: ShutdownEdges = realEdges): Promise<never> {
  debugLog?.write('end', {signal});
  await edges.written(restoreTimeout);
  edges.kill(signal);
  // Another handler may have caught the signal. Then the process exits, with the shell's exit code for the signal.
  await edges.pause(100);
  return edges.exit(128 + constants.signals[signal]);
}
