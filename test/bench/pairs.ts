import {quartiles} from './statistics.ts';

/** What was used without a change, and with it right before or after. */
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

const savedOf = ([without, withIt]: Pair): number => 1 - withIt / without;

const leastOf = (pairs: readonly Pair[], side: 0 | 1): number => Math.min(...pairs.map(pair => pair[side]));
