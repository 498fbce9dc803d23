import {execFileSync} from 'node:child_process';
import {setTimeout as pause} from 'node:timers/promises';
import {undoAtEnd} from './cleanup.ts';
import {type Load, openLoad} from './load.ts';
import {type Pair, ratioRow} from './pairs.ts';
import type {Built, Effort} from './part.ts';
import {openPoller} from './polls.ts';
import {median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {timeOf} from './use.ts';

const full = {count: 20, sockets: 500};
const empty = 200;
/** The first refreshes still warm up. */
const warming = 4;
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
    const pairs: Pair[] = [];
    const poller = openPoller(first, polls, 'all');
    for (let index = 0; index < warming; index++) await poller.poll();
    for (let round = 0; round < (quick ? 4 : 20); round++) {
      let theirs = 0;
      for (const {within} of loads) theirs += (await timeOf(within, ['ss', '-Htunap'])).cpu;
      pairs.push([theirs, (await poller.poll()).cpu]);
    }
    poller.end();
    // The processes of the other loads stand still, and empty namespaces have none.
    const steady = async (): Promise<readonly number[]> => {
      const again = openPoller(first, polls, 'all');
      const uses: number[] = [];
      for (let index = 0; index < (quick ? 8 : 24); index++) {
        await pause(300);
        uses.push((await again.poll()).cpu);
      }
      again.end();
      return uses.slice(warming);
    };
    const without = await steady();
    const added = median(await withEmpty(steady)) - median(without);
    return [
      ratioRow(
        `steady refresh, ${full.count} network namespaces of ${full.sockets} sockets: CPU ÷ \`ss -Htunap\` in each`,
        pairs,
        null,
        'ss',
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
