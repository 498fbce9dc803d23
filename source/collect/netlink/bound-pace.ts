/** Milliseconds between two looks for bound sockets where there were none: the look takes as long as a whole table. */
const lookAgainAfter = 5000;
/** After a look, the rest is at least this many times as long: among very many sockets, looks take 1 % of the time. */
const rest = 100;

export type BoundPace = {
  /** Whether to look in this poll; `hasSome`: the last look found some. */
  readonly next: (hasSome: boolean) => boolean;
  /** Records how long a look took, in milliseconds. A look may have several parts. */
  readonly took: (time: number) => void;
};

/**
 * When to read the sockets that are bound only: at every poll where the last look found some, else now and then. `now`
 * is a clock in milliseconds.
 */
export function createBoundPace(now: () => number = () => performance.now()): BoundPace {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let time = 0;
  return {
    next: hasSome => {
      const isDue = hasSome || now() - lookedAt >= Math.max(lookAgainAfter, rest * time);
      if (isDue) {
        lookedAt = now();
        time = 0;
      }
      return isDue;
    },
    took: part => {
      time += part;
    },
  };
}
