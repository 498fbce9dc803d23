import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import {environment} from './terminal.ts';

const run = promisify(execFile);
const patience = 20_000;

export type Tmux = {
  readonly command: (...parameters: readonly string[]) => Promise<string>;
  readonly screen: () => Promise<readonly string[]>;
  /** Waits until the pane is so; fails with the pane when it never is. */
  readonly waitFor: (what: string, holds: (lines: readonly string[]) => boolean) => Promise<readonly string[]>;
};

let made = 0;

/** Starts a tmux server of its own with a pane of this size in which a command runs; it ends with the test. */
export async function openTmux(
  t: TestContext,
  command: readonly string[],
  columns: number,
  rows: number,
): Promise<Tmux> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-tmux-'));
  const server = `pwe2e-${process.pid}-${made++}`;
  const env = {...environment, TMUX_TMPDIR: directory};
  const tmux = async (...parameters: readonly string[]): Promise<string> => {
    const {stdout} = await run('tmux', ['-L', server, '-f', '/dev/null', '-u', ...parameters], {env});
    return stdout;
  };
  t.after(async () => {
    await tmux('kill-server').catch(() => {});
    rmSync(directory, {recursive: true});
  });
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), ...command);
  const screen = async () => (await tmux('capture-pane', '-p')).replace(/\n$/, '').split('\n');
  return {
    command: tmux,
    screen,
    waitFor: async (what, holds) => {
      const start = performance.now();
      for (;;) {
        const lines = await screen();
        if (holds(lines)) return lines;
        assert.ok(performance.now() - start < patience, `the pane never ${what}:\n${lines.join('\n')}`);
        await pause(50);
      }
    },
  };
}
