import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {environment} from '../e2e/helpers/terminal.ts';
import type {PollUse} from './entry-polls.ts';
import type {Load} from './load.ts';
import {isLargest, nameOf, type Part} from './part.ts';
import {leastAndMedian, mean, median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {timeOf, type Use} from './use.ts';

/** A cold poll and a steady refresh, each in a process of its own, beside `ss` in turns. */
export const measurePolls: Part = async (load, {polls}, {quick}) => {
  const withProcesses: Use[] = [];
  const without: Use[] = [];
  const cold: Use[] = [];
  for (let round = 0; round < (quick ? 3 : 7); round++) {
    withProcesses.push(await timeOf(load.within, ['ss', '-Htunap']));
    cold.push(...(await poll(load, polls, 1, 0)));
    without.push(await timeOf(load.within, ['ss', '-Htuna']));
  }
  // The first refreshes still warm up; in 32 seconds at least one refresh goes through all processes again.
  const refreshes = (await poll(load, polls, quick ? 8 : 36, quick ? 300 : 1000)).slice(quick ? 3 : 4);
  const rows = (name: string, uses: readonly Use[], most: number | null): readonly Row[] =>
    (['cpu', 'wall'] as const).map(kind => {
      const [mine, theirs, other] = [uses, withProcesses, without].map(each => each.map(use => use[kind]));
      const of = (milliseconds: readonly number[] = []) => leastAndMedian(milliseconds);
      return limited(
        `${name}, ${nameOf(load)}: ${kind === 'cpu' ? 'CPU' : 'time'} ÷ \`ss -Htunap\``,
        median(mine ?? []) / median(theirs ?? []),
        kind === 'cpu' ? most : null,
        ' ×',
        `least/median ${of(mine)}; -Htunap ${of(theirs)}; -Htuna ${of(other)}`,
      );
    });
  const average = mean(refreshes.map(({cpu}) => cpu)) / median(withProcesses.map(({cpu}) => cpu));
  return [
    ...rows('cold poll', cold, isLargest(load) ? 0.6 : null),
    ...rows('steady refresh', refreshes, isLargest(load) ? 0.25 : null),
    limited(`mean refresh, ${nameOf(load)}: CPU ÷ \`ss -Htunap\``, average, null, ' ×'),
  ];
};

/** Polls of the namespace of a load, or of all, in a process of its own; `rest` is milliseconds between two. */
export async function poll(
  load: Load,
  script: string,
  count: number,
  rest: number,
  netns: 'host' | 'all' = 'host',
): Promise<readonly PollUse[]> {
  const [program = '', ...parameters] = [...load.within, process.execPath, script, `${count}`, `${rest}`, netns];
  const {stdout} = await promisify(execFile)(program, parameters, {env: environment});
  const {source, uses} = JSON.parse(stdout) as {readonly source: string; readonly uses: readonly PollUse[]};
  if (source !== 'netlink') throw new Error(`polls are made by ${source}, not by netlink`);
  const few = uses.find(({sockets}) => sockets < 0.9 * load.sockets);
  if (few) throw new Error(`a poll found ${few.sockets} of ${load.sockets} sockets`);
  return uses;
}
