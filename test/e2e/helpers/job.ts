import type {TestContext} from 'node:test';
import {portwatch} from './portwatch.ts';
import {openTerminal, type Terminal} from './terminal.ts';

export const size = {columns: 100, rows: 30};

export const showsList = (lines: readonly string[]): boolean =>
  /^portwatch /.test(lines[0] ?? '') && /^\d+ sockets? ·/.test(lines[1] ?? '') && /q quit/.test(lines.at(-1) ?? '');

/**
 * The shell has said that a job stopped, and then asks for a command: what is typed before it takes the terminal back,
 * is lost.
 */
export const showsStopped = (lines: readonly string[]): boolean =>
  lines.some(line => line.includes('Stopped')) && lines.findLast(Boolean) === '$';

/** Starts portwatch as a job of an interactive bash(1), which runs behind `within`, and waits for its list. */
export async function startAsJob(
  t: TestContext,
  {within = [], env = {}}: {readonly within?: readonly string[]; readonly env?: Readonly<Record<string, string>>} = {},
): Promise<Terminal> {
  const terminal = openTerminal(t, [...within, 'bash', '--norc', '--noprofile', '-i'], {
    ...size,
    env: {PS1: '$ ', HISTFILE: '', ...env},
  });
  await terminal.waitFor('shows a prompt', lines => lines.includes('$'));
  terminal.type(`${portwatch.join(' ')} -i 0.5\r`);
  await terminal.waitFor('shows the list', showsList);
  return terminal;
}
