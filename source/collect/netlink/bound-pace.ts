/** Milliseconds between two looks for bound sockets where there were none: at least, and at most. */
const rest = {least: 5000, most: 20_000};
/**
 * The rest is so many times as long as the look was: for it the kernel locks each of 65,536 chains, which takes 16 ms on
 * a virtual machine.
 */
const restPerLook = 1000;

/** When to look for sockets that are bound only. */
export type BoundPace = {
  /** At every poll where the last look found some, else now and then. */
  readonly isDue: (hasSome: boolean) => boolean;
  /** Notes that a look is over, which took so many milliseconds. */
  readonly looked: (took: number) => void;
};

/** `now` is a clock in milliseconds. */
export function createBoundPace(now: () => number = () => performance.now()): BoundPace {
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    isDue: hasSome => hasSome || now() >= nextAt,
    looked: took => {
      nextAt = now() + Math.min(rest.most, Math.max(rest.least, took * restPerLook));
    },
  };
}
