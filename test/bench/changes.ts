import {execFileSync} from 'node:child_process';
import {argv, stderr, stdout} from 'node:process';
import {undoOnSignals} from './cleanup.ts';
import {measureFrames} from './frames.ts';
import {openLoad} from './load.ts';
import {type Pairs, savedText} from './pairs.ts';
import {measureStarts} from './starts.ts';
import {changeIds, framesWithout, nothing, programWithout} from './variants.ts';

const usage = `usage: npm run bench:changes -- frames|starts PAIRS [CHANGE …]

What each change of a package or a global saves: builds with all changes and with all but one, runs both in turns, PAIRS
times, and prints how much less is used with the change, as median (first to third quartile) of the pairs. The row
"${nothing}" compares the build with itself. starts takes root, ip (iproute2) and python3.`;

async function main([mode = '', count = '', ...ids]: readonly string[]): Promise<void> {
  const strange =
    !['frames', 'starts'].includes(mode) || !(Number(count) > 0) || ids.some(id => !changeIds.includes(id));
  if (strange) throw new Error(`${usage}\n\nCHANGE: ${changeIds.join(', ')}`);
  undoOnSignals();
  const measure = mode === 'frames' ? framesMeasure(Number(count)) : await startsMeasure(Number(count));
  let isFirst = true;
  for (const id of ids.length > 0 ? ids : changeIds) {
    stderr.write(`${id} …\n`);
    const pairs = await measure(id);
    const names = Object.keys(pairs);
    if (isFirst) stdout.write(`| change | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}\n`);
    isFirst = false;
    stdout.write(`| ${id} | ${Object.values(pairs).map(savedText).join(' | ')} |\n`);
  }
}

function framesMeasure(count: number) {
  const complete = framesWithout(nothing);
  return async (id: string): Promise<Pairs> => measureFrames(await framesWithout(id), await complete, count);
}

async function startsMeasure(count: number) {
  execFileSync('ip', ['-V'], {stdio: 'ignore'});
  const [load, complete] = [await openLoad(200, 0), await programWithout(nothing)];
  return async (id: string): Promise<Pairs> => measureStarts(load, await programWithout(id), complete, count);
}

try {
  await main(argv.slice(2));
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
process.exit();
