import {setImmediate} from 'node:timers/promises';
import type {Task} from '../domain/task.ts';

/** Milliseconds of work between two turns of the event loop, which read the keys. */
const slice = 8;

/** Runs a task in slices between keys, and resolves to its result. Rejects with an error of the task. */
export async function runInSlices<T>(task: Task<T>): Promise<T> {
  for (;;) {
    await setImmediate();
    const end = performance.now() + slice;
    do {
      const step = task.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
  }
}
