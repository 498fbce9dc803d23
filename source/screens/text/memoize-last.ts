/** The same function, which gives its last result again where all arguments are the very ones of the last call. */
export function memoizeLast<Arguments extends readonly unknown[], Result>(
  make: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: {readonly given: Arguments; readonly result: Result} | null = null;
  return (...given) => {
    if (!last || !isSame(last.given, given)) last = {given, result: make(...given)};
    return last.result;
  };
}

/**
 * As keepLast, for each object that is the first argument: its result is kept while the object lives, and given again where
 * all other arguments are the very ones of the last call with it.
 */
export function memoizeLastFor<Key extends object, Arguments extends readonly unknown[], Result>(
  make: (key: Key, ...given: Arguments) => Result,
): (key: Key, ...given: Arguments) => Result {
  const kept = new WeakMap<Key, {readonly given: Arguments; readonly result: Result}>();
  return (key, ...given) => {
    const last = kept.get(key);
    if (last && isSame(last.given, given)) return last.result;
    const result = make(key, ...given);
    kept.set(key, {given, result});
    return result;
  };
}

const isSame = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  before.length === now.length && before.every((each, index) => each === now[index]);
