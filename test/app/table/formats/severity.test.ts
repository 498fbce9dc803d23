import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {AssessedSocket} from '../../../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs} from '../../../helpers/acceptance.ts';
import {assessedRow, owner, ownerOf, process, socket} from '../../../helpers/build.ts';
import {listener} from '../../../helpers/kinds-of-sockets.ts';
import {at, sighted} from '../../../helpers/sighted.ts';

const severities: readonly (readonly [AssessedSocket, id: number, number: number])[] = [
  [assessedRow(socket('tcp LISTEN 127.0.0.1:8000', owner('/usr/bin/a'))), 1, 9],
  [listener, 2, 10],
  [acceptedAs(listener, acceptanceOf('accepted')), 1, 9],
  [acceptedAs(listener, acceptanceOf('new')), 3, 13],
  [assessedRow(socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/tmp/sshd')))), 4, 14],
];

for (const [row, id, number] of severities) {
  test(`${row.assessment.verdict} and ${row.acceptance?.state ?? 'no baseline'} has the severity ${id}`, () => {
    assert.equal(sighted('ocsf', row, 'opened').severity_id, id);
    assert.equal(at(sighted('ecs', row), 'event.severity'), id);
    assert.equal(sighted('otel', row).SeverityNumber, number);
  });
}
