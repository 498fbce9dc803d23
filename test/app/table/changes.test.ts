import assert from 'node:assert/strict';
import {test} from 'node:test';
import {changesOf} from '../../../source/app/table/changes.ts';
import type {Socket} from '../../../source/domain/socket.ts';

import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';

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

test('counters and queues are no change', () => {
  assert.deepEqual(changes([web], [{...web, recvQueue: 7, sendQueue: 9}]), []);
});

test('a socket whose verdict turns with the listeners of the host has changed', () => {
  const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', hidden('needs-root'));
  assert.deepEqual(changes([session], [session, ssh]), ['opened 22', 'changed 22']);
});
