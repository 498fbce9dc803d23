/**
 * The result of `work`. Rejects where `work` does, and once it has taken longer than `milliseconds`. The work itself
 * goes on: a promise cannot be stopped.
 */
export async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const {promise, reject} = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
