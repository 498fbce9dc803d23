import {execFileSync} from 'node:child_process';
import {undoAtEnd} from './cleanup.ts';
import {type Load, openLoad} from './load.ts';
import type {Built, Effort} from './part.ts';
import {poll} from './polls.ts';
import {leastAndMedian, median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {timeOf, type Use} from './use.ts';

const full = {count: 20, sockets: 500};
const empty = 200;
/** Milliseconds of CPU time that so many empty namespaces may add to a refresh. */
const mostForEmpty = 25;

/**
 * A steady refresh of many namespaces with sockets, beside `ss` in each of them, and the same with many empty ones
 * more. Other namespaces of the machine are read with them.
 */
export async function measureNamespaces({polls}: Built, {quick}: Effort): Promise<readonly Row[]> {
  const loads: Load[] = [];
  try {
    for (let index = 0; index < full.count; index++) loads.push(await openLoad(full.sockets, 0, 1));
    const [first] = loads;
    if (!first) return [];
    const steady = async (): Promise<readonly number[]> =>
      (await poll(first, polls, quick ? 8 : 24, 300, 'all')).slice(4).map(({cpu}) => cpu);
    const ours = await steady();
    const theirs: Use[] = [];
    for (let round = 0; round < (quick ? 2 : 5); round++) {
      const uses: Use[] = [];
      for (const {within} of loads) uses.push(await timeOf(within, ['ss', '-Htunap']));
      theirs.push(uses.reduce((sum, {cpu, wall}) => ({cpu: sum.cpu + cpu, wall: sum.wall + wall})));
    }
    const cpus = theirs.map(({cpu}) => cpu);
    const added = median(await withEmpty(steady)) - median(ours);
    return [
      limited(
        `steady refresh, ${full.count} network namespaces of ${full.sockets} sockets: CPU ÷ \`ss -Htunap\` in each`,
        median(ours) / median(cpus),
        null,
        ' ×',
        `least/median ${leastAndMedian(ours)}; ss ${leastAndMedian(cpus)}`,
      ),
      limited(`CPU of a refresh for ${empty} empty network namespaces`, added, mostForEmpty, ' ms'),
    ];
  } finally {
    for (const load of loads) load.end();
  }
}

async function withEmpty<T>(work: () => Promise<T>): Promise<T> {
  const names = Array.from({length: empty}, (_, index) => `portwatch-bench-${process.pid}-empty-${index}`);
  const removals = names.map(name => {
    execFileSync('ip', ['netns', 'add', name], {stdio: ['ignore', 'ignore', 'inherit']});
    return undoAtEnd(() => void execFileSync('ip', ['netns', 'del', name], {stdio: 'ignore'}));
  });
  try {
    return await work();
  } finally {
    for (const remove of removals) remove();
  }
}
