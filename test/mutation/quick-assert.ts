import assert from 'node:assert/strict';
import {isDeepStrictEqual} from 'node:util';

function check(holds: boolean, message: unknown): void {
  if (!holds) throw new Error(typeof message === 'string' ? message : 'not as expected');
}

/**
 * `node:assert/strict` without its description of how two values differ, which takes seconds for large ones, and which
 * nobody reads of a mutant.
 */
export const quickAssert: typeof assert = Object.assign(
  (value: unknown, message?: unknown) => check(Boolean(value), message),
  assert,
  {
    ok: (value: unknown, message?: unknown) => check(Boolean(value), message),
    equal: (actual: unknown, expected: unknown, message?: unknown) => check(Object.is(actual, expected), message),
    deepEqual: (actual: unknown, expected: unknown, message?: unknown) =>
      check(isDeepStrictEqual(actual, expected), message),
  },
);
