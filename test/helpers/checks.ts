import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known, unknown} from '../../source/domain/known.ts';
import type {Executable, ListedProcess, Owner} from '../../source/domain/socket.ts';
import {sanitize} from '../../source/domain/text.ts';
import {assessedRow, executable, ownerOf, process, socket} from './build.ts';

/** A case of a check: socket, owner and the result, or null where the check does not apply. */
export type CheckCase = readonly [why: string, text: string, holder: Owner, result: string | null, detail?: RegExp];

export function testCheck(id: string, cases: readonly CheckCase[]): void {
  for (const [why, text, holder, result, detail = /./] of cases) {
    test(`${id} is ${result ?? 'not applied'} where ${why}`, () => {
      const check = assessedRow(socket(text, holder)).assessment.checks.find(each => each.id === id);
      assert.equal(check?.result, result ?? 'not-applicable');
      if (!check) return;
      assert.match(check.detail, detail);
      assert.equal(check.leads !== null, result === 'fail', 'only a failure leads to a verdict');
      assert.equal(check.brief !== '', result === 'fail');
    });
  }
}

export const sshServer = 'tcp LISTEN 0.0.0.0:22';
export const timeClient = 'udp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123';
export const anyListener = 'tcp LISTEN 0.0.0.0:5432';
export const conversation = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:4444';

type File = Extract<Executable['file'], {known: true}>['value'];

/** An executable whose file differs in some fields from one that only root may write. */
export const fileOf = (file: Partial<File>): Partial<Executable> => ({
  file: known({mode: 0o755, uid: 0, writableByAll: null, ...file}),
});

export const running = (
  path: string,
  changes: Partial<Executable>,
  processChanges: Partial<ListedProcess> = {},
): Owner => ownerOf(process(path, {executable: known(executable(path, changes)), ...processChanges}));

/** A process with a known name and an unknown executable, and the reason. */
export const nameOnly = (
  name: string,
  why: 'needs-root' | 'not-collected',
  descriptors: readonly number[] = [3],
): Owner => known([{process: process('/x', {name: sanitize(name), executable: unknown(why)}), descriptors}]);

/** A process that has the socket open on these descriptors. */
export const talking = (path: string, ...descriptors: readonly number[]): Owner =>
  known([{process: process(path), descriptors}]);

/** Several owners as one. */
export const shared = (...owners: readonly Owner[]): Owner =>
  known(owners.flatMap(holder => (holder.known ? holder.value : [])));
