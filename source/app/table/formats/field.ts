import type {Sighting} from './sighting.ts';

type Value = string | number | boolean | readonly string[] | readonly Tree[] | null;
export type Tree = {[name: string]: Value | Tree};

/** A field by its name in a schema, and its value; null where the socket has none. */
export type Field = readonly [name: string, value: (sighting: Sighting) => Value];

/** The fields that have a value, by their names. An empty text or list is none. */
export function flatten(fields: readonly Field[], sighting: Sighting): Tree {
  const object: Tree = {};
  for (const [name, get] of fields) {
    const value = get(sighting);
    if (!isNone(value)) object[name] = value;
  }
  return object;
}

/** The same, where `a.b` is the member `b` of the object `a`. */
export function nest(fields: readonly Field[], sighting: Sighting): Tree {
  const object: Tree = {};
  for (const [name, get] of fields) {
    const value = get(sighting);
    if (isNone(value)) continue;
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let parent = object;
    for (const part of parts) {
      parent[part] ??= {};
      parent = parent[part] as Tree;
    }
    parent[last] = value;
  }
  return object;
}

const isNone = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Fields under a name in front: `pid` as `process.pid`. */
export const under = (name: string, fields: readonly Field[]): readonly Field[] =>
  fields.map(([each, get]) => [`${name}.${each}`, get]);
