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

/** How much less is used with a change, as `12.3 % (11.9 to 12.8)`: the median of the pairs, and their quartiles. */
export function savedText(pairs: readonly Pair[]): string {
  const saved = pairs.map(([without, withIt]) => 100 * (1 - withIt / without));
  const [low, middle, high] = quartiles(saved).map(each => each.toFixed(1));
  return low === high ? `${middle} %` : `${middle} % (${low} to ${high})`;
}
