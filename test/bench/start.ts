import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {showsRows} from './live.ts';
import {isOrdinary, nameOf, type Part} from './part.ts';
import {leastAndMedian, median} from './statistics.ts';
import {limited} from './table.ts';
import {openTerminal} from './terminal.ts';
import {environment} from './use.ts';

const startLimit = 30_000;

/** From the start of the program to the first row on the screen, beside the whole life of a Node that does nothing. */
export const measureStart: Part = async (load, {program}, {quick}) => {
  const bare: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < (quick ? 4 : 10); round++) {
    bare.push(await lifeOf([...load.within, process.execPath, '-e', '0']));
    const start = performance.now();
    const terminal = openTerminal([...load.within, process.execPath, program]);
    const shown = await terminal.until(showsRows, startLimit);
    await terminal.close();
    if (shown === null) throw new Error('the program showed no rows');
    first.push(shown - start);
  }
  return [
    limited(
      `start to first rows, ${nameOf(load)}: time ÷ \`node -e 0\``,
      median(first) / median(bare),
      isOrdinary(load) ? 5 : null,
      ' ×',
      `least/median ${leastAndMedian(first)}; node ${leastAndMedian(bare)}`,
    ),
  ];
};

async function lifeOf([program = '', ...parameters]: readonly string[]): Promise<number> {
  const start = performance.now();
  await once(spawn(program, parameters, {stdio: 'ignore', env: environment}), 'exit');
  return performance.now() - start;
}
