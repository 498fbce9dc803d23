/** Milliseconds after which costly evidence is read anew: a process may open a pipe or load a library while it runs. */
const rereadAfter = 10_000;
/** The same on a host with more processes than this. */
const manyProcesses = 2000;
const rereadManyAfter = 60_000;
/** After a reading, the rest is this many times as long, so that reading takes 5 % of the time at most. */
const rest = 20;

/** Decides when costly evidence is read again. */
export type Schedule = {
  /** Reports new processes, whose costly evidence was not read yet. */
  owe(): void;
  /** Whether a reading may begin: one is owed or the last reading is old, and the rest is over. */
  isDue(): boolean;
  begin(): void;
  end(): void;
};

/** `now` returns milliseconds; `countProcesses` is called only where the last reading is ten seconds old or older. */
export function createSchedule(now: () => number, countProcesses: () => number): Schedule {
  let startedAt = Number.NEGATIVE_INFINITY;
  let endedAt = Number.NEGATIVE_INFINITY;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let isOwed = false;
  const isStale = (): boolean => {
    const age = now() - endedAt;
    return age >= rereadManyAfter || (age >= rereadAfter && countProcesses() <= manyProcesses);
  };
  return {
    owe: () => {
      isOwed = true;
    },
    isDue: () => now() >= restsUntil && (isOwed || isStale()),
    begin: () => {
      isOwed = false;
      startedAt = now();
    },
    end: () => {
      endedAt = now();
      restsUntil = endedAt + rest * (endedAt - startedAt);
    },
  };
}
