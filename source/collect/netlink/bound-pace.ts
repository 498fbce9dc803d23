/** Milliseconds between two looks for bound sockets where there were none: the look takes as long as a whole table. */
const lookAgainAfter = 5000;

/**
 * When to read the sockets that are bound only: at every poll where the last look found some, else now and then. `now`
 * is a clock in milliseconds.
 */
export function createBoundPace(now: () => number = () => performance.now()): (hasSome: boolean) => boolean {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return hasSome => {
    const isDue = hasSome || now() - lookedAt >= lookAgainAfter;
    if (isDue) lookedAt = now();
    return isDue;
  };
}
