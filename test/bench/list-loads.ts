import {mkdtempSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {argv, exit, stdout} from 'node:process';
import {bundleProgram} from './build.ts';
import {undoAtEnd} from './cleanup.ts';
import {openLoad} from './load.ts';
import {type Loaded, type Loads, leastOf, loadsOf} from './loads.ts';
import {startOf} from './start.ts';
import {timeOf} from './use.ts';

// usage: npm run starts -- [STARTS]. Lists what the program loads until its first rows are drawn, or its text is
// written, among 200 sockets: scripts, modules of Node, packages, each with the least milliseconds of so many starts.
const starts = Number(argv[2] ?? 20);

const program = bundleProgram();
const load = await openLoad(200, 0);
const cache = mkdtempSync(join(homedir(), '.portwatch-bench-'));
undoAtEnd(() => rmSync(cache, {recursive: true, force: true}));

for (const [title, ...options] of [['first rows'], ['--once', '--once']]) {
  const command = [program, ...options];
  // Starts that leave their compiled code.
  if (options.length === 0) await startOf([...load.within, process.execPath, ...command], cache);
  else await timeOf([...load.within, 'env', `XDG_CACHE_HOME=${cache}`], [process.execPath, ...command]);
  const all: Loads[] = [];
  for (let index = 0; index < starts; index++) all.push(await loadsOf(load.within, command, cache));
  stdout.write(`${textOf(title ?? '', leastOf(all))}\n\n`);
}
exit(0);

function textOf(title: string, {loads, milliseconds}: Loads): string {
  const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const number = (each: number): string => each.toFixed(1);
  const sum = (of: 'compile' | 'run'): number => loads.reduce((total, each) => total + each[of], 0);
  return [
    line(`until ${title}`, 'compiling, ms', 'running, ms', ''),
    line('---', '--:', '--:', '---'),
    ...loads.map(each => line(each.name, number(each.compile), number(each.run), noteOf(each))),
    line('all', number(sum('compile')), number(sum('run')), `of ${milliseconds.toFixed(0)} ms from the first file on`),
  ].join('\n');
}

function noteOf({kind, isKept, others = 0}: Loaded): string {
  if (kind === 'script') return isKept ? 'compiled by an earlier start' : 'compiled anew';
  if (kind === 'package') return 'package';
  return others > 1 ? `with ${others - 1} more modules of Node` : '';
}
