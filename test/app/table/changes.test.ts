import assert from 'node:assert/strict';
import {test} from 'node:test';
import {changesOf} from '../../../source/app/table/changes.ts';
import type {Acceptance} from '../../../source/domain/baseline.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {type Delta, nothingAssessed} from '../../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs, driftOf} from '../../helpers/acceptance.ts';
import {assessAllNow, assessedRow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const web = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));

function changes(before: readonly Socket[], after: readonly Socket[]): readonly string[] {
  const first = assessAllNow(before, nameOf);
  return changesOf(assessAllNow(after, nameOf, first)).map(({event, row}) => `${event} ${row.socket.local.port}`);
}

test('the same sockets are no change', () => assert.deepEqual(changes([ssh, web], [ssh, web]), []));

test('a socket opens, and another closes', () => {
  assert.deepEqual(changes([ssh], [web]), ['opened 51000', 'closed 22']);
});

test('a new state and a new owner are changes', () => {
  assert.deepEqual(changes([web], [{...web, state: 'TIME_WAIT', owner: hidden('closing')}]), ['changed 51000']);
  assert.deepEqual(changes([ssh], [{...ssh, owner: owner('/usr/bin/nc')}]), ['changed 22']);
});

/** The changes of one row whose acceptance changes, or that opens where it had none. */
function accepted(before: Acceptance | null | undefined, now: Acceptance | null): readonly string[] {
  const row = assessedRow(ssh);
  const after = acceptedAs(row, now);
  const delta: Delta =
    before === undefined
      ? {opened: [after], changed: [], closed: []}
      : {opened: [], changed: [[acceptedAs(row, before), after]], closed: []};
  return changesOf({...nothingAssessed, delta}).map(({event}) => event);
}

test('a socket that begins to differ from the baseline, or in another way, drifts', () => {
  const drifted = acceptanceOf('drifted');
  const more = acceptanceOf('drifted', {drift: [driftOf('owner a b'), driftOf('widened host any')]});
  assert.deepEqual(accepted(acceptanceOf('accepted'), drifted), ['changed', 'drift']);
  assert.deepEqual(accepted(null, acceptanceOf('new')), ['changed', 'drift']);
  assert.deepEqual(accepted(drifted, more), ['drift']);
  assert.deepEqual(accepted(more, drifted), []);
  assert.deepEqual(accepted(drifted, acceptanceOf('drifted')), []);
  assert.deepEqual(accepted(drifted, acceptanceOf('accepted')), ['changed']);
  assert.deepEqual(accepted(undefined, acceptanceOf('new')), ['opened', 'drift']);
  assert.deepEqual(accepted(undefined, acceptanceOf('accepted')), ['opened']);
  assert.deepEqual(accepted(undefined, null), ['opened']);
});

test('counters and queues are no change', () => {
  assert.deepEqual(changes([web], [{...web, recvQueue: 7, sendQueue: 9}]), []);
});

test('a socket whose verdict turns with the listeners of the host has changed', () => {
  const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', hidden('needs-root'));
  assert.deepEqual(changes([session], [session, ssh]), ['opened 22', 'changed 22']);
});
