/** Milliseconds after which costly evidence is read anew: a process may open a pipe or load a library while it runs. */
const rereadAfter = 10_000;
/** The same on a host with more processes than this. */
const manyProcesses = 2000;
const rereadManyAfter = 60_000;
/** A reading is followed by a rest of this many times its length, so that reading takes 5 % of the time at most. */
const rest = 20;

/** When costly evidence is read again. */
export type Schedule = {
  /** Processes came of which no costly evidence was read. */
  owe(): void;
  /** Whether a reading may begin: one is owed or the last one is old, and the rest is over. */
  isDue(): boolean;
  begin(): void;
  end(): void;
};

/** `now` returns milliseconds; `countProcesses` is called where the last reading is more than ten seconds old. */
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
