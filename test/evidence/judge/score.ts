import type {Outcome} from './judge.ts';

/** Shares of the variants that were staged, in percent, and their number. */
export type Score = {readonly variants: number; readonly caught: number; readonly green: number};

/** `green` is the share that is explained or has wrong facts. */
export function scoreOf(outcomes: readonly Outcome[]): Score {
  const share = (...results: readonly string[]): number =>
    (100 * outcomes.filter(({result}) => results.includes(result)).length) / Math.max(outcomes.length, 1);
  return {variants: outcomes.length, caught: share('caught'), green: share('explained', 'false')};
}
