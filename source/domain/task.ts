/** Work that pauses at every `yield`: `finish` runs it at once, the screen runs it in slices between keys. */
export type Task<T> = Generator<undefined, T>;

/** Runs a task to its end and returns its result. */
export function finish<T>(task: Task<T>): T {
  for (;;) {
    const step = task.next();
    if (step.done) return step.value;
  }
}

/** Runs a task as long as its result is wanted, which is checked at every `yield`; null once it is not. */
export function* whileWanted<T>(task: Task<T>, isWanted: () => boolean): Task<T | null> {
  for (;;) {
    const step = task.next();
    if (step.done) return step.value;
    yield;
    if (!isWanted()) return null;
  }
}
