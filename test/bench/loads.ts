import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import {openTerminal} from './terminal.ts';

const preload = fileURLToPath(new URL('start-loads.cjs', import.meta.url));

/** A script of the program, a module of Node or a package; milliseconds of its own, without what it loads itself. */
export type Loaded = {
  readonly name: string;
  readonly kind: 'script' | 'Node' | 'package';
  readonly compile: number;
  readonly run: number;
  /** Of a script: whether V8 took the compiled code of an earlier start. */
  readonly isKept?: boolean;
  /** Of a module of Node: how many others came with it. */
  readonly others?: number;
};

/** All that was loaded until the first output, in order, and the milliseconds until then. */
export type Loads = {readonly loads: readonly Loaded[]; readonly milliseconds: number};

/**
 * Starts the program on a terminal, and ends it at its first output; `cache` is the directory for compiled code.
 * Rejects where it wrote nothing.
 */
export async function loadsOf(within: readonly string[], program: readonly string[], cache: string): Promise<Loads> {
  const file = join(cache, 'loads');
  const command = [...within, execPath, '--require', preload, ...program];
  const terminal = openTerminal(command, {XDG_CACHE_HOME: cache, START_LOADS_FILE: file});
  await terminal.ended;
  await terminal.close();
  if (!existsSync(file)) throw new Error(`${program.join(' ')} wrote nothing:\n${terminal.lines().join('\n')}`);
  const loads = JSON.parse(readFileSync(file, 'utf8')) as Loads;
  rmSync(file);
  return loads;
}

/** The name of a script without the hash of its content. */
export const withoutHash = (name: string): string => name.replace(/-\w{8}\.js$/, '.js');

/** The loads of many starts of the same program, each with its least milliseconds. */
export function leastOf(starts: readonly Loads[]): Loads {
  const least = (numbers: readonly (number | undefined)[]): number =>
    Math.min(...numbers.map(each => each ?? Infinity));
  const [first, ...rest] = starts;
  if (!first) throw new RangeError('nothing was started');
  const loads = first.loads.map((load, at) => {
    const same = [load, ...rest.map(each => each.loads[at])].filter(each => each?.name === load.name);
    return {...load, compile: least(same.map(each => each?.compile)), run: least(same.map(each => each?.run))};
  });
  return {loads, milliseconds: least(starts.map(each => each.milliseconds))};
}
