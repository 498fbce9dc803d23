import {isLargest, nameOf, type Part} from './part.ts';
import {leastAndMedian, median} from './statistics.ts';
import {limited} from './table.ts';
import {timeOf, type Use} from './use.ts';

/** One snapshot as text or JSON, and the most CPU time that it should take beside `ss -Htunap` of many sockets. */
const forms: readonly (readonly [options: readonly string[], most: number])[] = [
  [['--once'], 1],
  [['--json'], 1.5],
  [['--json', '--format', 'normalized'], 1.5],
];

/** One snapshot in each form, from start to end, beside `ss` in turns, all in the network namespace of the load. */
export const measureOneShot: Part = async (load, {program}, {quick}) => {
  const theirs: Use[] = [];
  const mine = forms.map((): Use[] => []);
  for (let round = 0; round < (quick ? 3 : 7); round++) {
    theirs.push(await timeOf(load.within, ['ss', '-Htunap']));
    for (const [index, [options]] of forms.entries()) {
      const command = [process.execPath, program, ...options, '--netns', 'host'];
      mine[index]?.push(await timeOf(load.within, command));
    }
  }
  return forms.flatMap(([options, most], index) =>
    (['cpu', 'wall'] as const).map(kind => {
      const [times, others] = [mine[index] ?? [], theirs].map(uses => uses.map(use => use[kind]));
      const isCpu = kind === 'cpu';
      return limited(
        `\`${options.join(' ')}\`, ${nameOf(load)}: ${isCpu ? 'CPU' : 'time'} ÷ \`ss -Htunap\``,
        median(times ?? []) / median(others ?? []),
        isCpu && isLargest(load) ? most : null,
        ' ×',
        `least/median ${leastAndMedian(times ?? [])}; ss ${leastAndMedian(others ?? [])}`,
      );
    }),
  );
};
