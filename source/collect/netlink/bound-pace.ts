/**
 * Milliseconds between two looks for bound sockets where there were none, at least and at most. The rest is so many
 * times as long as the look: for it the kernel locks each of 65,536 chains, in 16 ms on a virtual machine, and in more
 * where the host has very many sockets.
 */
const rest = {least: 5000, most: 30_000, timesLook: 1000};

type BoundPace = {
  /** Whether to look in this poll; `hasSome`: the last look found some. */
  readonly next: (hasSome: boolean) => boolean;
  /** Records how long a look took, in milliseconds. A look may have several parts. */
  readonly took: (time: number) => void;
};

const restAfter = (look: number): number => Math.min(rest.most, Math.max(rest.least, rest.timesLook * look));

/**
 * When to read the sockets that are bound only: at every poll where the last look found some, else now and then. `now`
 * is a clock in milliseconds.
 */
export function createBoundPace(now: () => number = () => performance.now()): BoundPace {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let time = 0;
  return {
    next: hasSome => {
      const isDue = hasSome || now() - lookedAt >= restAfter(time);
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
