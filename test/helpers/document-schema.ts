import assert from 'node:assert/strict';
import {Ajv2020} from 'ajv/dist/2020.js';
import {documentSchema} from '../../source/cli/schema/document-schema.ts';

/** The schema with every object closed: the schema allows members that a later version adds, and this one has none. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return 'properties' in schema ? {...parts, additionalProperties: false} : parts;
}

const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  formats: {'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/},
});
export const isDocument = ajv.compile(closed(documentSchema) as object);
/** A definition of the schema, as a schema. */
const definition = (name: string) =>
  ajv.compile({
    ...(closed(documentSchema) as object),
    properties: {},
    required: [],
    $ref: `#/$defs/${name}`,
    additionalProperties: true,
  });
const isChange = definition('change');
const isNormalized = definition('normalized');
/** As others use the schema. */
export const isOpenDocument = ajv.compile(documentSchema);

/** Fails where a document of `--json` has what the schema has not, or lacks what it has. */
export function assertDocument(document: unknown): void {
  assert.ok(isDocument(document), ajv.errorsText(isDocument.errors));
}

/** The same of a document of `--format normalized`. */
export function assertNormalized(document: unknown): void {
  assert.ok(isNormalized(document), ajv.errorsText(isNormalized.errors));
}

/** The same of a line of `--stream`. */
export function assertChange(line: unknown): void {
  assert.ok(isChange(line), ajv.errorsText(isChange.errors));
}
