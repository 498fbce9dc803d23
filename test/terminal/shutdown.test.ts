import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {
  exitBySignal,
  exitWithTerminal,
  onTerminationSignals,
  type ShutdownEdges,
} from '../../source/terminal/shutdown.ts';

function fake(changes: Partial<ShutdownEdges> = {}) {
  const log: string[] = [];
  const process = new EventEmitter();
  const edges: ShutdownEdges = {
    process,
    hasTerminal: () => true,
    endTools: () => void log.push('tools ended'),
    kill: signal => void log.push(`kill ${signal}`),
    exit: code => {
      log.push(`exit ${code}`);
      throw new Error('ended');
    },
    written: async () => void log.push('written'),
    pause: async () => {},
    ...changes,
  };
  return {log, process, edges};
}

const receivedOf = async ({received}: {received: Promise<NodeJS.Signals>}): Promise<NodeJS.Signals | null> =>
  Promise.race([received, turn().then(() => null)]);

test('a signal that ends a process is caught; after stop none is', async () => {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const) {
    const {process, edges, log} = fake();
    const signals = onTerminationSignals(() => true, edges);
    process.emit(signal, signal);
    assert.equal(await receivedOf(signals), signal);
    assert.deepEqual(log, []);
    signals.stop();
    assert.equal(process.eventNames().length, 0);
  }
});

test('signals that cannot be caught, report a fault or are V8’s own are left alone', () => {
  const {process, edges} = fake();
  onTerminationSignals(() => true, edges);
  for (const signal of [
    'SIGKILL',
    'SIGSTOP',
    'SIGSEGV',
    'SIGPROF',
    'SIGTSTP',
    'SIGCONT',
    'SIGWINCH',
    'SIGCHLD',
    'SIGPIPE',
  ]) {
    assert.equal(process.listenerCount(signal), 0, signal);
  }
});

test('a signal that is for a pager is ignored', async () => {
  const {process, edges} = fake();
  const signals = onTerminationSignals(signal => signal !== 'SIGINT', edges);
  process.emit('SIGINT', 'SIGINT');
  assert.equal(await receivedOf(signals), null);
  process.emit('SIGTERM', 'SIGTERM');
  assert.equal(await receivedOf(signals), 'SIGTERM');
});

test('a signal that comes with the end of the terminal ends the process at once, and its tools first', () => {
  const {process, edges, log} = fake({hasTerminal: () => false});
  onTerminationSignals(() => true, edges);
  process.emit('SIGHUP', 'SIGHUP');
  assert.deepEqual(log, ['tools ended', 'kill SIGKILL']);
});

test('the end of the keyboard or an error of either side ends the process at once', () => {
  for (const [side, event] of [
    ['keyboard', 'end'],
    ['keyboard', 'error'],
    ['stdout', 'error'],
  ] as const) {
    const {edges, log} = fake();
    const sides = {keyboard: new EventEmitter(), stdout: new EventEmitter()};
    exitWithTerminal(sides.keyboard as NodeJS.ReadStream, sides.stdout as NodeJS.WriteStream, edges);
    sides[side].emit(event, new Error('EIO'));
    assert.deepEqual(log, ['tools ended', 'kill SIGKILL'], `${side} ${event}`);
  }
});

test('the process ends by the signal that it caught, after the last output; else with the shell’s code', async () => {
  const {edges, log} = fake();
  await assert.rejects(exitBySignal('SIGTERM', edges), /ended/);
  assert.deepEqual(log, ['written', 'kill SIGTERM', 'exit 143']);
});
