/** The function, with its last result cached: a call with identical arguments returns the same object. */
export function memoizeLast<Arguments extends readonly unknown[], Result>(
  compute: (...parameters: Arguments) => Result,
): (...parameters: Arguments) => Result {
  let last: {readonly parameters: Arguments; readonly result: Result} | null = null;
  return (...parameters) => {
    if (!last || !isSame(last.parameters, parameters)) last = {parameters, result: compute(...parameters)};
    return last.result;
  };
}

/** `memoizeLast` for each first argument apart. The results are held weakly, as long as their first argument lives. */
export function memoizeLastFor<Key extends object, Arguments extends readonly unknown[], Result>(
  compute: (key: Key, ...parameters: Arguments) => Result,
): (key: Key, ...parameters: Arguments) => Result {
  const cache = new WeakMap<Key, {readonly parameters: Arguments; readonly result: Result}>();
  return (key, ...parameters) => {
    const last = cache.get(key);
    if (last && isSame(last.parameters, parameters)) return last.result;
    const result = compute(key, ...parameters);
    cache.set(key, {parameters, result});
    return result;
  };
}

const isSame = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  before.length === now.length && before.every((parameter, index) => parameter === now[index]);
