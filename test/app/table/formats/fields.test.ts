import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {type EngineFormat, formatNames} from '../../../../source/app/table/formats/format-names.ts';
import type {Occasion} from '../../../../source/app/table/formats/sighting.ts';
import {toLines} from '../../../../source/collect/saved/lines.ts';
import {readSaved} from '../../../../source/collect/saved/read-saved.ts';
import {known} from '../../../../source/domain/known.ts';
import {sanitize} from '../../../../source/domain/text.ts';
import {acceptanceOf, acceptedAs} from '../../../helpers/acceptance.ts';
import {anyText} from '../../../helpers/arbitrary.ts';
import {assessAllNow, assessedRow, executable, nameOf, ownerOf, process, socket} from '../../../helpers/build.ts';
import {exampleSockets} from '../../../helpers/example-host.ts';
import {rows} from '../../../helpers/kinds-of-sockets.ts';
import {assertEcs, assertOcsf, assertOtel} from '../../../helpers/schemas.ts';
import {at, type Read, sighted} from '../../../helpers/sighted.ts';

const asserts: Readonly<Record<EngineFormat, (object: Read) => void>> = {
  ecs: assertEcs,
  otel: assertOtel,
  ocsf: assertOcsf,
};
/** The port of a listener in each format. */
const portOf: Readonly<Record<EngineFormat, (object: Read) => unknown>> = {
  ecs: event => at(event, 'destination.port'),
  otel: record => record['network.local.port'],
  ocsf: event => at(event, 'dst_endpoint.port'),
};
const engines = formatNames.filter(name => name !== 'portwatch' && name !== 'normalized');
const occasions: readonly Occasion[] = ['listed', 'opened', 'changed', 'drift', 'closed'];

for (const format of engines) {
  suite(`every field of --format ${format} stands in the published schema, with its type`, () => {
    for (const occasion of occasions) {
      test(`of sockets that are ${occasion}`, () => {
        const stands = [...Object.values(rows), ...assessAllNow(exampleSockets, nameOf).rows].flatMap(row =>
          [null, acceptanceOf('accepted'), acceptanceOf('drifted'), acceptanceOf('new')].map(each =>
            acceptedAs(row, each),
          ),
        );
        assert.ok(stands.length > 100);
        for (const row of stands) {
          if (occasion === 'drift' && (row.acceptance?.drift.length ?? 0) === 0) continue;
          asserts[format](sighted(format, row, occasion));
        }
      });
    }

    test('of saved texts', () => {
      for (const file of globSync('test/fixtures/saved/*.txt')) {
        const {sockets} = readSaved(toLines(readFileSync(file)), () => null);
        for (const row of assessAllNow(sockets, nameOf, undefined, undefined, undefined, 'saved').rows) {
          asserts[format](sighted(format, row));
        }
      }
    });

    test('whatever a program calls itself: no text breaks a line or the JSON, or changes another field', () => {
      fc.assert(
        fc.property(anyText, anyText, (name, command) => {
          const hostile = process('/usr/bin/evil', {name: sanitize(name), command: sanitize(command)});
          const path = executable(`/opt/${command}`);
          const row = assessedRow(
            socket('tcp LISTEN 0.0.0.0:8080', ownerOf({...hostile, executable: known(path)}), {user: sanitize(name)}),
          );
          const object = sighted(format, row);
          asserts[format](object);
          assert.equal(JSON.stringify(object).includes('\n'), false);
          assert.ok(JSON.stringify(object).includes(JSON.stringify(path.path)));
          assert.equal(portOf[format](object), 8080);
        }),
      );
    });
  });
}
