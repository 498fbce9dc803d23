import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {toEcs} from './ecs.ts';
import type {Tree} from './field.ts';
import type {EngineFormat} from './format-names.ts';
import {toOcsf} from './ocsf.ts';
import {toOtel} from './otel.ts';
import {type Occasion, type Setting, type Sighting, sightingOf} from './sighting.ts';

const formats: Readonly<Record<EngineFormat, (sighting: Sighting) => Tree>> = {
  ecs: toEcs,
  otel: toOtel,
  ocsf: toOcsf,
};

/** One socket as a line of JSON, without the end of the line. */
export const engineLine = (format: EngineFormat, row: AssessedSocket, occasion: Occasion, setting: Setting): string =>
  JSON.stringify(formats[format](sightingOf(row, occasion, setting)));
