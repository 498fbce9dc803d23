import {createHash} from 'node:crypto';
import {engineLine} from '../app/table/formats/engine-line.ts';
import type {EngineFormat} from '../app/table/formats/format-names.ts';
import type {Occasion} from '../app/table/formats/sighting.ts';
import {noEvidence} from '../domain/evidence.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import type {AssessedSocket} from '../judge/assess-all.ts';
import {version} from './version.ts';

/** Writes a socket of a snapshot as a line of a format. */
type LineOf = (row: AssessedSocket, occasion: Occasion, snapshot: Snapshot) => string;

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('base64');

/** The lines of a format. */
export const linesOfEngine =
  (format: EngineFormat): LineOf =>
  (row, occasion, {host, takenAt, evidence = noEvidence}) =>
    engineLine(format, row, occasion, {host, at: takenAt, evidence, version, sha1});
