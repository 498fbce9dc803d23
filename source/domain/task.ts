/** Work that pauses at every `yield`: `finish` runs it at once, the screen runs it in slices between keys. */
export type Task<T> = Generator<undefined, T>;

/**
 * Calls `part` with one span after the other of the numbers from 0 to `count`, each `step` long, and yields before
 * each. The loop over many items stands in `part`, a plain function: after each yield V8 runs the body of a generator
 * uncompiled for a while, at a fifth of its speed.
 */
export function* inSteps(count: number, step: number, part: (from: number, to: number) => void): Task<void> {
  for (let from = 0; from < count; from += step) {
    yield;
    part(from, Math.min(count, from + step));
  }
}

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
