import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import type {Holder} from './sockets.ts';
import {environment} from './terminal.ts';

/** Command lines that run on and on, and write lines. */

export type Running = {
  readonly child: ChildProcess;
  /** Lines so far. */
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
};

/** Starts a command line whose lines are read as they come; it ends with the test. */
export function start(t: TestContext, command: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, {env: {...environment, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
  const lines: string[] = [];
  let errors = '';
  createInterface({input: child.stdout}).on('line', line => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', text => (errors += text));
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {child, lines, errors: () => errors, ended};
}

/** Does something again and again until that holds; `again` is given the number of tries before, from 0. */
export async function until(
  what: string,
  holds: () => boolean,
  again: (tries: number) => Promise<unknown> = () => pause(20),
): Promise<void> {
  const end = Date.now() + 20_000;
  for (let tries = 0; !holds(); tries++) {
    assert.ok(Date.now() < end, `in vain: ${what}`);
    await again(tries);
  }
}

/**
 * Opens and closes a socket. A refresh takes longer than usual on a busy machine, so the socket stays open twice as
 * long with each try.
 */
export async function blink(holder: Holder, command: string, tries = 0): Promise<void> {
  const number = await holder.tell(command);
  await pause(300 * 2 ** tries);
  await holder.tell(`close ${number}`);
}

/** Runs a command line whose reader goes after one line, and waits until it has ended; `command` opens and closes. */
export async function untilReaderGone(
  t: TestContext,
  holder: Holder,
  line: readonly string[],
  command: string,
): Promise<Running> {
  const script = '{ "$@"; echo "code $?" >&2; } | head -1';
  const running = start(t, ['/bin/sh', '-c', script, 'sh', ...line]);
  let ended = false;
  void running.ended.then(() => (ended = true));
  await until(
    'it ends',
    () => ended,
    tries => blink(holder, command, tries),
  );
  return running;
}
