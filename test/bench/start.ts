import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {environment} from '../e2e/helpers/terminal.ts';
import {showsRows} from './live.ts';
import {collectPairs, ratioRow} from './pairs.ts';
import {isOrdinary, nameOf, type Part} from './part.ts';
import type {Row} from './table.ts';
import {openTerminal} from './terminal.ts';

const startLimit = 30_000;

/**
 * From the start of the program to the first row on the screen, beside the whole life of a Node that does nothing: with
 * what an earlier start has left compiled, and the first start of all, which finds nothing.
 */
export const measureStart: Part = async (load, {program}, {quick}) => {
  const {pairs, add} = collectPairs();
  const cache = mkdtempSync(join(homedir(), '.portwatch-bench-'));
  const start = (): Promise<number> => startOf([...load.within, process.execPath, program], cache);
  try {
    for (let round = 0; round < (quick ? 4 : 10); round++) {
      const bare = await lifeOf([...load.within, process.execPath, '-e', '0']);
      rmSync(cache, {recursive: true, force: true});
      mkdirSync(cache, {mode: 0o700});
      add('first', [bare, await start()]);
      add('later', [bare, await start()]);
    }
  } finally {
    rmSync(cache, {recursive: true, force: true});
  }
  const row = (name: string, which: string, most: number | null): Row =>
    ratioRow(`${name}, ${nameOf(load)}: time ÷ \`node -e 0\``, pairs[which] ?? [], most, 'node');
  return [
    row('start to first rows', 'later', isOrdinary(load) ? 5 : null),
    row('the very first start to first rows', 'first', null),
  ];
};

/** Milliseconds to the first row. The program ends by itself then: it leaves what it compiled in `cache`. */
export async function startOf(command: readonly string[], cache: string): Promise<number> {
  const start = performance.now();
  const terminal = openTerminal(command, {XDG_CACHE_HOME: cache});
  const shown = await terminal.until(showsRows, startLimit);
  terminal.type('q');
  await terminal.ended;
  await terminal.close();
  if (shown === null) throw new Error('the program showed no rows');
  return shown - start;
}

async function lifeOf([program = '', ...parameters]: readonly string[]): Promise<number> {
  const start = performance.now();
  await once(spawn(program, parameters, {stdio: 'ignore', env: environment}), 'exit');
  return performance.now() - start;
}
