import {spawn} from 'node:child_process';
import type {TestContext} from 'node:test';
import {cli} from './built.ts';
import type {Host} from './host.ts';
import {environment, openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

/** How the built program is started. */
export const program: readonly string[] = [process.execPath, cli];

/** The same for one network namespace: the hosts of all suites share /proc, and would show each other's sockets. */
export const portwatch: readonly string[] = [...program, '--netns', 'host'];

/** Whether a screen shows a poll with the owners found out, which follow the first rows (`being read`). */
export const showsLook = (lines: readonly string[]): boolean =>
  lines.some(line => /\d+ sockets?/.test(line)) && !lines.some(line => line.includes(' pending'));

/** The full screen on this host, looking twice a second, once its first poll is drawn. */
export async function watch(
  t: TestContext,
  host: Host,
  options: readonly string[] = [],
  terminal: TerminalOptions = {},
): Promise<Terminal> {
  const opened = openTerminal(t, [...host.within, ...portwatch, '-i', '0.5', ...options], terminal);
  await opened.waitFor('shows a first look', showsLook);
  return opened;
}

export type Ended = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until it is ended by a signal. */
  readonly limit?: number;
};

/** Runs a command line without a terminal, to its end. */
export async function runToEnd(
  command: readonly string[],
  {env = {}, limit = 30_000}: RunOptions = {},
): Promise<Ended> {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, {
    env: {...environment, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limit,
  });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += chunk;
    return text;
  };
  const code = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return {code: await code, stdout, stderr};
}
