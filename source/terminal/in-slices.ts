import {setImmediate} from 'node:timers/promises';
import type {Task} from '../domain/task.ts';

/** Milliseconds of work between which keys have their turn. */
const slice = 8;

/** Does work in slices, after which others have their turn; null once it is not wanted any more. */
export async function runInSlices<T>(steps: Task<T>, isWanted: () => boolean = () => true): Promise<T | null> {
  for (;;) {
    await setImmediate();
    if (!isWanted()) return null;
    const end = performance.now() + slice;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
  }
}
