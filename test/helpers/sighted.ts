import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {engineLine} from '../../source/app/table/formats/engine-line.ts';
import type {EngineFormat} from '../../source/app/table/formats/format-names.ts';
import type {Occasion, Setting} from '../../source/app/table/formats/sighting.ts';
import {noEvidence} from '../../source/domain/evidence.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';

/** What sockets of a made-up host have in common in the formats of engines. */
export const setting: Setting = {
  host: trusted('web-01'),
  at: Date.UTC(2026, 10, 21, 20, 0, 0),
  evidence: noEvidence,
  version: '1.2.3',
  sha1: bytes => createHash('sha1').update(bytes).digest('base64'),
};

/** Any object of JSON, as a reader of a format has it. */
export type Read = {readonly [name: string]: unknown};

/** A socket in a format, as its reader parses it. */
export const sighted = (
  format: EngineFormat,
  row: AssessedSocket,
  occasion: Occasion = 'listed',
  changes: Partial<Setting> = {},
): Read => JSON.parse(engineLine(format, row, occasion, {...setting, ...changes}));

/** The value at a path, as `connection_info.direction_id`. */
export const at = (object: Read, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Read | undefined)?.[name], object);

/** Fails unless an object has these values at these paths; null: it has none there. */
export function assertHas(object: Read, values: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(values)) assert.deepEqual(at(object, path) ?? null, value, path);
}
