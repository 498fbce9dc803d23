import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import type {Read} from './sighted.ts';

/** Lists of the fields of published schemas (test/fixtures/schemas), and checks of objects against them. */

const read = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/schemas/${name}.json`, 'utf8'));

type Ecs = {
  readonly version: string;
  readonly required: readonly string[];
  readonly networkEventTypes: readonly string[];
  readonly allowed: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<string, string>>;
};
export const ecs = read('ecs') as Ecs;

type Otel = {
  readonly record: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly attributes: Readonly<Record<string, string>>;
};
export const otel = read('otel') as Otel;

type Attribute = {
  readonly type?: string;
  readonly object?: string;
  readonly array?: true;
  readonly required?: true;
  readonly enum?: readonly number[];
};
type Definition = {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly at_least_one?: readonly string[];
};
type Ocsf = {
  readonly version: string;
  readonly classes: Readonly<Record<string, Definition & {readonly uid: number}>>;
  readonly objects: Readonly<Record<string, Definition>>;
};
export const ocsf = read('ocsf') as Ocsf;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isIp = (value: unknown): boolean =>
  typeof value === 'string' && (/^\d+(?:\.\d+){3}$/.test(value) || /^[\da-f]*:[\da-f:.]*$/.test(value));
const isObject = (value: unknown): value is Read =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ecsTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  date: value => typeof value === 'string' && new Date(value).toISOString() === value,
  keyword: isText,
  wildcard: isText,
  match_only_text: isText,
  long: Number.isSafeInteger,
  ip: isIp,
};

/** Fails where an event has a field that ECS has not, of another type or outside of the allowed values. */
export function assertEcs(event: Read): void {
  const names = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    const type = ecs.fields[path];
    if (isObject(value) && type !== 'object') {
      for (const [name, member] of Object.entries(value)) walk(member, path === '' ? name : `${path}.${name}`);
      return;
    }
    assert.ok(type, `${path} is a field of ECS`);
    names.add(path);
    if (type === 'object') {
      for (const label of Object.values(value as Read)) assert.ok(isText(label), `${path}: ${label}`);
      return;
    }
    assert.equal(Array.isArray(value), type.endsWith('[]'), path);
    for (const each of Array.isArray(value) ? value : [value]) {
      assert.ok(ecsTypes[type.replace('[]', '')]?.(each), `${path}: ${JSON.stringify(each)} is no ${type}`);
      if (ecs.allowed[path]) assert.ok(ecs.allowed[path].includes(each), `${path}: ${each}`);
      if (path === 'event.type') assert.ok(ecs.networkEventTypes.includes(each), each);
    }
  };
  walk(event, '');
  for (const name of ecs.required) assert.ok(names.has(name), name);
}

const otelTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  any: isText,
  int: Number.isSafeInteger,
  number: Number.isSafeInteger,
  uint64: value => typeof value === 'string' && /^\d+$/.test(value),
};

/** Fails where a record has a name that is neither its field nor an attribute of the conventions, or another type. */
export function assertOtel(record: Read): void {
  for (const [name, value] of Object.entries(record)) {
    const type = otel.record[name] ?? otel.attributes[name];
    assert.ok(type, `${name} is a field or an attribute`);
    assert.ok(otelTypes[type]?.(value), `${name}: ${JSON.stringify(value)} is no ${type}`);
    if (otel.members[name]) assert.ok(otel.members[name].includes(String(value)), `${name}: ${value}`);
  }
}

const ocsfTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer_t: Number.isSafeInteger,
  long_t: Number.isSafeInteger,
  timestamp_t: Number.isSafeInteger,
  port_t: value => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  ip_t: isIp,
  boolean_t: value => typeof value === 'boolean',
};

function assertDefined(object: Read, {attributes, at_least_one: any}: Definition, path: string): void {
  for (const [name, value] of Object.entries(object)) {
    const attribute = attributes[name];
    const place = `${path}.${name}`;
    assert.ok(attribute, `${place} is an attribute of OCSF`);
    assert.equal(Array.isArray(value), attribute.array === true, place);
    for (const each of Array.isArray(value) ? value : [value]) {
      if (attribute.object !== undefined) {
        assert.ok(isObject(each), place);
        // `object` is for attributes of others.
        if (attribute.object !== 'object') assertDefined(each, definitionOf(attribute.object), place);
        continue;
      }
      const holds = ocsfTypes[attribute.type ?? ''] ?? isText;
      assert.ok(holds(each), `${place}: ${JSON.stringify(each)} is no ${attribute.type}`);
      if (attribute.enum) assert.ok(attribute.enum.includes(Number(each)), `${place}: ${each}`);
    }
  }
  for (const [name, {required}] of Object.entries(attributes))
    assert.ok(!required || name in object, `${path}.${name}`);
  if (any)
    assert.ok(
      any.some(name => name in object),
      `${path} has one of ${any}`,
    );
}

function definitionOf(name: string): Definition {
  const definition = ocsf.objects[name];
  assert.ok(definition, `the object ${name} is in the list`);
  return definition;
}

/** Fails where an event is not as its class: unknown, missing and mistyped attributes, at any depth. */
export function assertOcsf(event: Read): void {
  const found = Object.values(ocsf.classes).find(({uid}) => uid === event.class_uid);
  assert.ok(found, `class ${event.class_uid}`);
  assertDefined(event, found, 'event');
  assert.equal(event.type_uid, Number(event.class_uid) * 100 + Number(event.activity_id));
  assert.equal((event.metadata as Read).version, ocsf.version);
}
