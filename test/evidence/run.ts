import {join} from 'node:path';
import {runToEnd} from '../e2e/helpers/portwatch.ts';
import type {Report} from './judge/document.ts';
import {judge, type Outcome, rowsOf} from './judge/judge.ts';
import {addressesOf} from './stage/addresses.ts';
import {type Built, build} from './stage/built-programs.ts';
import {filledIn} from './stage/fill-in.ts';
import {openStagedHost} from './stage/staged-host.ts';
import {type Numbered, ordersFor, stage} from './stage/staging.ts';
import type {Variant, WorldName} from './stage/variant.ts';
import {watchEnding} from './stage/watch-ending.ts';
import {worlds} from './stage/worlds.ts';

/** Outcomes by the name of the variant, and reasons for the variants that could not be staged. */
export type Run = {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly unstaged: ReadonlyMap<string, string>;
};

/** Stages the variants, each host with all of its variants at once, and runs the built program in each host. */
export async function runVariants(variants: readonly Variant[]): Promise<Run> {
  const numbered = variants.map((variant, number) => ({variant, addresses: addressesOf(number)}));
  const built = await build();
  try {
    const runs: Run[] = [];
    for (const [name, ours] of Map.groupBy(numbered, ({variant}) => variant.world ?? 'plain')) {
      runs.push(await runWorld(name, built, ours));
    }
    return {
      outcomes: new Map(runs.flatMap(({outcomes}) => [...outcomes])),
      unstaged: new Map(runs.flatMap(({unstaged}) => [...unstaged])),
    };
  } finally {
    await built.remove();
  }
}

async function runWorld(name: WorldName, built: Built, numbered: readonly Numbered[]): Promise<Run> {
  const orders = ordersFor(numbered, join(built.directory, 'intruder.pem'));
  const host = await openStagedHost(built, worlds[name], orders);
  try {
    const unstaged = await stage(host, numbered);
    const staged = numbered.filter(({variant}) => !unstaged.has(variant.id));
    const {sockets, coverage} = await reportWithRows(host.portwatch, staged);
    const ending = staged.filter(({variant}) => variant.closes);
    const ended = ending.length > 0 ? await watchEnding(host, ending) : [];
    const outcomes = staged.map(({variant, addresses}): [string, Outcome] => {
      const rows = rowsOf(variant, addresses, variant.closes ? ended : sockets);
      return [variant.id, judge(variant, rows, coverage.notes)];
    });
    return {outcomes: new Map(outcomes), unstaged};
  } finally {
    await host.close();
    await cleanUp(numbered);
  }
}

async function cleanUp(numbered: readonly Numbered[]): Promise<void> {
  const scripts = numbered.flatMap(({variant: {id, cleanUp: script = ''}, addresses}) =>
    filledIn(script, id, addresses),
  );
  await Promise.all(scripts.filter(Boolean).map(script => runToEnd(['unshare', '--mount', 'sh', '-c', script])));
}

/** How often the program runs again where rows are missing. */
const maxRuns = 5;

/**
 * Rows that are found by their text are not waited for when a variant is staged: until they are there, it runs again.
 */
async function reportWithRows(portwatch: readonly string[], staged: readonly Numbered[]): Promise<Report> {
  for (let run = 1; ; run++) {
    const found = await report(portwatch);
    const lacks = staged.some(
      ({variant, addresses}) =>
        variant.socket && !variant.closes && rowsOf(variant, addresses, found.sockets).length === 0,
    );
    if (!lacks || run === maxRuns) return found;
  }
}

async function report(portwatch: readonly string[]): Promise<Report> {
  const {code, stdout, stderr} = await runToEnd([...portwatch, '--json']);
  if (code !== 0) throw new Error(`portwatch --json ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Report;
}
