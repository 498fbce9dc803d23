/** Pieces of a JSON schema (draft 2020-12), each a plain object of JSON. */
export type Schema = Readonly<Record<string, unknown>>;

export const text = (description: string): Schema => ({type: 'string', description});
export const flag = (description: string): Schema => ({type: 'boolean', description});
/** A whole number from 0 on. */
export const count = (description: string): Schema => ({type: 'integer', minimum: 0, description});
export const list = (items: Schema, description: string): Schema => ({type: 'array', items, description});
export const reference = (name: string): Schema => ({$ref: `#/$defs/${name}`});

/** One of these words. Written as the keys of an object, so that the compiler asks for each word of a type. */
export const word = <Word extends string>(words: Readonly<Record<Word, true>>, description: string): Schema =>
  oneOf(Object.keys(words), description);

export const oneOf = (values: readonly unknown[], description: string): Schema => ({enum: values, description});

export const orNull = (schema: Schema): Schema => ({anyOf: [schema, {type: 'null'}]});

/** An object with exactly the members of a type, checked by the compiler; a later version 1 may have more. */
export const object = <Type extends object>(members: {readonly [Name in keyof Type]-?: Schema}): Schema => ({
  type: 'object',
  properties: members,
  required: Object.keys(members),
});

/** An object of counts; members that are 0 are left out. */
export const counts = (names: readonly string[], description: string): Schema => ({
  type: 'object',
  properties: Object.fromEntries(names.map(name => [name, {type: 'integer', minimum: 1}])),
  description,
});
