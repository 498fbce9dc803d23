import {setImmediate} from 'node:timers/promises';
import type {Task} from '../domain/task.ts';

/** Milliseconds of work between two turns of the event loop, which read the keys. */
const slice = 8;

/** Works on a task until it is done, or for this many milliseconds; its last step. */
export function workOn<T>(task: Task<T>, milliseconds: number): IteratorResult<undefined, T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const step = task.next();
    if (step.done || performance.now() >= end) return step;
  }
}

/**
 * Runs a task in slices between keys, none while `waits` is true, and resolves to its result. Rejects with an error of
 * the task.
 */
export async function runInSlices<T>(task: Task<T>, waits: () => boolean = () => false): Promise<T> {
  for (;;) {
    await setImmediate();
    if (waits()) continue;
    const step = workOn(task, slice);
    if (step.done) return step.value;
  }
}
