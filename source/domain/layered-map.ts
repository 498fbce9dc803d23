import {inSteps, type Task} from './task.ts';

/** A map that does not change. Another one, with a few changes, shares most of it: see `draftOf`. */
export type LayeredMap<K, V> = {
  readonly get: (key: K) => V | undefined;
  readonly has: (key: K) => boolean;
  readonly entries: () => Iterable<readonly [K, V]>;
  readonly layers: Layers<K, V>;
};

/** `recent` has the values that differ from the base, and undefined for a key that is gone. */
type Layers<K, V> = {readonly base: ReadonlyMap<K, V>; readonly recent: ReadonlyMap<K, V | undefined>};

/** A map that is still written. After `finish` nothing more may be. */
type Draft<K, V> = {
  readonly set: (key: K, value: V) => void;
  readonly delete: (key: K) => void;
  readonly finish: () => LayeredMap<K, V>;
};

/** The share of the base from which on recent values are merged into a new one. */
const mergedFrom = 1 / 8;
/** The number of entries between two yields. */
const entriesPerStep = 4000;

/** A map of these entries. */
export const layeredMap = <K, V>(base: ReadonlyMap<K, V>): LayeredMap<K, V> => joined({base, recent: new Map()});

function joined<K, V>(layers: Layers<K, V>): LayeredMap<K, V> {
  const {base, recent} = layers;
  const get = (key: K): V | undefined => {
    const value = recent.size === 0 ? undefined : recent.get(key);
    return value !== undefined || recent.has(key) ? value : base.get(key);
  };
  return {
    get,
    has: key => get(key) !== undefined,
    entries: function* () {
      for (const [key, value] of base) if (!recent.has(key)) yield [key, value];
      for (const [key, value] of recent) if (value !== undefined) yield [key, value];
    },
    layers,
  };
}

/**
 * A copy that takes about so many changes. Its cost is linear in the changes, on average over many copies: as long as
 * few values are recent, only these are copied.
 */
export function* draftOf<K, V>({layers}: LayeredMap<K, V>, changes: number): Task<Draft<K, V>> {
  const {base, recent} = layers;
  const isMerged = recent.size + changes > base.size * mergedFrom;
  const copy = new Map<K, V | undefined>();
  if (isMerged) yield* copyInto(copy, base);
  yield* copyInto(copy, recent);
  if (isMerged) for (const [key, value] of recent) if (value === undefined) copy.delete(key);
  return {
    set: (key, value) => void copy.set(key, value),
    delete: key => void (isMerged ? copy.delete(key) : copy.set(key, undefined)),
    finish: () => (isMerged ? layeredMap(copy as ReadonlyMap<K, V>) : joined({base, recent: copy})),
  };
}

function* copyInto<K, V>(copy: Map<K, V>, from: ReadonlyMap<K, V>): Task<void> {
  const entries = from.entries();
  yield* inSteps(from.size, entriesPerStep, (start, end) => {
    for (let left = end - start; left > 0; left--) copy.set(...(entries.next().value as [K, V]));
  });
}
