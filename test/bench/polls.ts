import {setTimeout as pause} from 'node:timers/promises';
import {openDriven} from './driven.ts';
import type {PollUse} from './entry-polls.ts';
import type {Load} from './load.ts';
import {type Pair, ratioRow} from './pairs.ts';
import {isLargest, nameOf, type Part} from './part.ts';
import {mean, median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {timeOf, type Use} from './use.ts';

/** The first refreshes still warm up. */
const warming = 4;

type UsePair = readonly [unit: Use, own: Use];

/** A cold poll and a steady refresh, each in a process of its own, and `ss` in turns with each. */
export const measurePolls: Part = async (load, {polls}, {quick}) => {
  const unit = (): Promise<Use> => timeOf(load.within, ['ss', '-Htunap']);
  const cold: UsePair[] = [];
  for (let round = 0; round < (quick ? 3 : 7); round++) {
    const theirs = await unit();
    const poller = openPoller(load, polls);
    cold.push([theirs, await poller.poll()]);
    poller.end();
  }
  const steady: UsePair[] = [];
  const poller = openPoller(load, polls);
  for (let index = 0; index < warming; index++) await poller.poll();
  // In 32 seconds at least one refresh goes through all processes again.
  for (let round = 0; round < (quick ? 6 : 32); round++) {
    await pause(quick ? 300 : 1000);
    steady.push([await unit(), await poller.poll()]);
  }
  poller.end();
  const [theirs = [], own = []] = ([0, 1] as const).map(side => steady.map(pair => pair[side].cpu));
  return [
    ...rowsOf('cold poll', cold, load, isLargest(load) ? 0.6 : null),
    ...rowsOf('steady refresh', steady, load, isLargest(load) ? 0.25 : null),
    limited(`mean refresh, ${nameOf(load)}: CPU ÷ \`ss -Htunap\``, mean(own) / median(theirs), null, ' ×'),
  ];
};

const rowsOf = (name: string, pairs: readonly UsePair[], load: Load, most: number | null): readonly Row[] =>
  (['cpu', 'wall'] as const).map(kind => {
    const figures = pairs.map(([unit, own]): Pair => [unit[kind], own[kind]]);
    const measure = `${name}, ${nameOf(load)}: ${kind === 'cpu' ? 'CPU' : 'time'} ÷ \`ss -Htunap\``;
    return ratioRow(measure, figures, kind === 'cpu' ? most : null, 'ss');
  });

/** Polls the namespace of a load, or all, in a process of its own. */
export type Poller = {readonly poll: () => Promise<PollUse>; readonly end: () => void};

/** Starts a poller; a poll rejects where it does not find the sockets of the load. */
export function openPoller(load: Load, script: string, netns: 'host' | 'all' = 'host'): Poller {
  const {answer, end} = openDriven([...load.within, process.execPath, script, netns]);
  const source = answer();
  return {
    poll: async () => {
      if ((await source) !== 'netlink') throw new Error(`polls are made by ${await source}, not by netlink`);
      const use = (await answer('poll')) as PollUse;
      if (use.sockets < 0.9 * load.sockets) throw new Error(`a poll found ${use.sockets} of ${load.sockets} sockets`);
      return use;
    },
    end,
  };
}
