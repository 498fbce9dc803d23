import type {Load} from './load.ts';
import type {Row} from './table.ts';

/** How much a part does. */
export type Effort = {
  /** Fewer repeats and shorter times. */
  readonly quick: boolean;
};

/** The built program and the bundled entries of this folder, by path. */
export type Built = {readonly program: string; readonly polls: string; readonly refreshes: string};

/** Measures something of one load; rejects where it could not be run. */
export type Part = (load: Load, built: Built, effort: Effort) => Promise<readonly Row[]>;

/** `48,000 sockets`, `48,000 sockets, 5 % churn`. */
export const nameOf = ({sockets, churn}: Load): string => {
  const rounded = Math.round(sockets / 100) * 100;
  return `${rounded.toLocaleString('en')} sockets${churn > 0 ? `, ${churn * 100} % churn` : ''}`;
};

/** Figures that are wanted of the largest load while it stands still. */
export const isLargest = ({sockets, churn}: Load): boolean => sockets > 40_000 && churn === 0;

/** Figures that are wanted of an ordinary host on which nothing changes. */
export const isOrdinary = ({sockets, churn}: Load): boolean => sockets < 1000 && churn === 0;
