import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {undoAtEnd} from './cleanup.ts';
import type {Load} from './load.ts';
import {collectPairs, type Pairs} from './pairs.ts';
import {startOf} from './start.ts';
import {openTerminal} from './terminal.ts';
import type {Variant} from './variants.ts';

const preload = fileURLToPath(new URL('start-use.js', import.meta.url));
/** A start writes what it compiled; later ones load it. */
const warmingStarts = 2;
/** Without an option the program would not load what reads options. */
const options = ['--interval', '5'];

type Use = {readonly cpu: number; readonly resident: number};
type StartUse = readonly [firstRows: Use, ink: Use];

/**
 * CPU time and memory of starts without and with a change, each with what an earlier start of the same code has
 * compiled.
 */
export async function measureStarts(load: Load, without: Variant, withIt: Variant, count: number): Promise<Pairs> {
  const folder = mkdtempSync(join(homedir(), '.portwatch-bench-'));
  const remove = undoAtEnd(() => rmSync(folder, {recursive: true, force: true}));
  const starts = [without, withIt].map(({path}, index) => {
    const cache = join(folder, String(index));
    mkdirSync(cache, {mode: 0o700});
    return {
      warm: () => startOf([...load.within, process.execPath, path, ...options], cache),
      measure: () =>
        useOf([...load.within, process.execPath, '--import', preload, path, ...options], cache, join(cache, 'use')),
    };
  });
  const {pairs, add} = collectPairs();
  try {
    for (const {warm} of starts) for (let index = 0; index < warmingStarts; index++) await warm();
    for (let pair = 0; pair < count; pair++) {
      const order = pair % 2 === 0 ? [0, 1] : [1, 0];
      const uses: StartUse[] = [];
      for (const index of order) uses[index] = (await starts[index]?.measure()) as StartUse;
      const [a, b] = uses;
      if (!a || !b) throw new Error('nothing was started');
      add('CPU to first rows', [a[0].cpu, b[0].cpu]);
      add('CPU to keys', [a[1].cpu, b[1].cpu]);
      add('memory at first rows', [a[0].resident, b[0].resident]);
      add('memory at keys', [a[1].resident, b[1].resident]);
    }
  } finally {
    remove();
  }
  return pairs;
}

async function useOf(command: readonly string[], cache: string, file: string): Promise<StartUse> {
  const terminal = openTerminal(command, {XDG_CACHE_HOME: cache, START_USE_FILE: file});
  await terminal.ended;
  await terminal.close();
  if (!existsSync(file)) throw new Error(`the program ended before Ink drew:\n${terminal.lines().join('\n')}`);
  const use = JSON.parse(readFileSync(file, 'utf8')) as StartUse;
  rmSync(file);
  return use;
}
