import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupRows} from '../../../source/app/table/group-rows.ts';
import {groupingOf, groupings} from '../../../source/app/table/groupings.ts';
import {known} from '../../../source/domain/known.ts';
import {finish} from '../../../source/domain/task.ts';

import {assessAllNow, nameOf, socket} from '../../helpers/build.ts';
import {exampleSockets} from '../../helpers/example-host.ts';

const {rows} = assessAllNow(exampleSockets, nameOf);
const names = (grouping: string): readonly string[] => finish(groupRows(rows, groupingOf(grouping))).map(({id}) => id);

const expected: Readonly<Record<string, readonly string[]>> = {
  state: ['LISTEN', 'UNCONN', 'ESTABLISHED', 'SYN_SENT', 'CLOSE_WAIT', 'TIME_WAIT', 'CLOSE'],
  verdict: ['SUSPECT', 'LEARN', 'EXPLAINED'],
  process: [
    'NetworkManager',
    'arpwatch',
    'avahi-daemon',
    'bash',
    'chat',
    'chronyd',
    'cupsd',
    'dhclient',
    'firefox',
    'irssi',
    'ping',
    'postgres',
    'psql',
    'rsyslogd',
    'sshd',
    'systemd-resolved',
    'サーバー',
    'owner: exited',
    'owner: kernel',
    'owner: kernel (closing)',
    'owner: needs root',
    'owner: no process',
    'owner: not collected',
    'owner: other namespace',
    'owner: refused',
  ],
  exposure: ['EVERY ADDRESS', 'PUBLIC ADDRESSES', 'PRIVATE ADDRESSES', 'LINK-LOCAL ADDRESSES', 'LOOPBACK'],
};

for (const {id, help} of groupings) {
  test(`grouped ${help}: every row is in one group, and the groups are in their order`, () => {
    assert.deepEqual(names(id), expected[id]);
    const grouped = finish(groupRows(rows, groupingOf(id))).flatMap(group => group.rows);
    assert.equal(grouped.length, rows.length);
    assert.deepEqual(new Set(grouped), new Set(rows));
  });
}

test('an unknown grouping is the one by state', () => {
  assert.equal(groupingOf('nonsense').id, 'state');
});

test('a known owner without processes is not called a program', () => {
  const [row] = assessAllNow([socket('tcp LISTEN 0.0.0.0:22', known([]))], nameOf).rows;
  assert.ok(row);
  assert.equal(groupingOf('process').placeOf(row).name, 'owner: not collected');
});
