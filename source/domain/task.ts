/** Work that can be interrupted at every `yield`, so that keys have their turn where there is much of it. */
export type Task<T> = Generator<undefined, T>;

/** Does all of it at once. */
export function finish<T>(steps: Task<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
