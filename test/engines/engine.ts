import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {type Recipe, recipes} from '../../source/build/docs/recipes.ts';
import {pathOf} from '../e2e/helpers/needs.ts';
import {portwatch} from '../e2e/helpers/portwatch.ts';
import {environment} from '../e2e/helpers/terminal.ts';

/** The first of these programs that is installed; null where none is. */
const found = (names: readonly string[]): string | null => names.map(pathOf).find(path => path !== null) ?? null;

/**
 * Options of a test that runs an engine which Debian does not have: skipped where it is not installed under one of its
 * names, also where other tools are required.
 */
export const ifInstalled = (names: string): {readonly skip: string | false} => ({
  skip: found(names.split('|')) === null && `needs ${names.split('|')[0]}`,
});

/** The path of an engine by its names, as `otelcol|otelcol-contrib`. */
export const engine = (names: string): string => found(names.split('|')) ?? '';

export function recipe(id: Recipe['id']): Recipe {
  const each = recipes.find(other => other.id === id);
  if (!each) throw new Error(`no recipe ${id}`);
  return each;
}

/**
 * A folder with the files of a recipe and a command `portwatch` that sees one network namespace alone. `change` puts
 * folders and times of the test in the place of the recipe's.
 */
export function setUp(t: TestContext, {files}: Recipe, change: (text: string, folder: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-engine-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  chmodSync(folder, 0o755);
  for (const {name, text} of files) writeFileSync(join(folder, name), `${change(text, folder)}\n`);
  mkdirSync(join(folder, 'bin'));
  const words = portwatch.map(word => `'${word}'`).join(' ');
  writeFileSync(join(folder, 'bin/portwatch'), `#!/bin/sh\nexec ${words} "$@"\n`, {mode: 0o755});
  return folder;
}

export type Engine = {readonly child: ChildProcess; readonly output: () => string};

/** Starts a command line of a shell in a folder of `setUp`; it and all that it started end with the test. */
export function start(t: TestContext, within: readonly string[], folder: string, line: string): Engine {
  const [program = '', ...parameters] = [...within, '/bin/sh', '-c', line];
  const env = {...environment, PATH: `${join(folder, 'bin')}:${environment.PATH}:/usr/sbin:/sbin`};
  const child = spawn(program, parameters, {cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe']});
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text));
  t.after(async () => {
    const isEnded = child.exitCode !== null || child.signalCode !== null;
    const exit = isEnded ? null : once(child, 'exit');
    try {
      // All of its group: the shell, and what it started.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // They have all ended.
    }
    await exit;
  });
  return {child, output: () => output};
}

/** Waits until this holds, for at most so many milliseconds; `describe` explains a wait in vain. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  describe: () => string,
  patience = 60_000,
): Promise<void> {
  for (const end = Date.now() + patience; !(await holds()); await pause(200))
    if (Date.now() > end) throw new Error(`in vain: ${describe()}`);
}
