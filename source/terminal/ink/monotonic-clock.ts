/** What of Node's `performance` is used. */
type Clock = {readonly now: () => number};

/**
 * Stands for the global of this name in the bundle: at its first use, Node loads twenty modules that measure much else.
 * Milliseconds since some time in the past (process.hrtime).
 */
export const performance: Clock = {
  now: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
};
