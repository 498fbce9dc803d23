import {leastAndMedian, quartiles, short} from './statistics.ts';
import {limited, type Row} from './table.ts';

/**
 * What was used in two runs, one right after the other: without a change and with it, or by the unit of comparison and
 * by portwatch.
 */
export type Pair = readonly [without: number, withIt: number];

/** Pairs by the name of what is used. */
export type Pairs = Readonly<Record<string, readonly Pair[]>>;

/** Pairs that grow by `add`. */
export function collectPairs() {
  const pairs: Record<string, Pair[]> = {};
  const add = (name: string, pair: Pair): void => {
    const all = pairs[name] ?? [];
    pairs[name] = all;
    all.push(pair);
  };
  return {pairs, add};
}

/**
 * How much less is used with a change, as `12.3 % (11.9 to 12.8, least 12.2)`: the median of the pairs, their
 * quartiles, and the same of the least that was ever used without and with it, in which other programs of the machine
 * are heard least.
 */
export function savedText(pairs: readonly Pair[]): string {
  const figures = [...quartiles(pairs.map(savedOf)), savedOf([leastOf(pairs, 0), leastOf(pairs, 1)])];
  const [low, middle, high, least] = figures.map(share => (100 * share).toFixed(1));
  return low === high ? `${middle} %` : `${middle} % (${low} to ${high}, least ${least})`;
}

/**
 * A row of how many times its unit of comparison something takes: the median of the pairs, and in brackets their
 * quartiles, their number, and what each took, in milliseconds. `unit` names the unit.
 */
export function ratioRow(measure: string, pairs: readonly Pair[], most: number | null, unit: string): Row {
  const [low, middle, high] = quartiles(pairs.map(([theirs, own]) => own / theirs));
  const [theirs, own] = ([0, 1] as const).map(side => leastAndMedian(pairs.map(pair => pair[side])));
  const detail = `${short(low)} to ${short(high)} in ${pairs.length} pairs; least/median ${own}; ${unit} ${theirs}`;
  return limited(measure, middle, most, ' ×', detail);
}

const savedOf = ([without, withIt]: Pair): number => 1 - withIt / without;

const leastOf = (pairs: readonly Pair[], side: 0 | 1): number => Math.min(...pairs.map(pair => pair[side]));
