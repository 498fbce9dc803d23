import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readQuery} from '../../../../source/app/table/filter/query.ts';
import {trusted} from '../../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../../source/judge/assess-all.ts';
import {assessedRow, hidden, owner, ownerOf, process, socket} from '../../../helpers/build.ts';

const noMarks = {isNew: false, isClosed: false, isChanged: false};

const rows: Readonly<Record<string, AssessedSocket>> = {
  ssh: assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'))),
  ssh6: assessedRow(socket('tcp LISTEN [::]:22', owner('/usr/sbin/sshd'))),
  web: assessedRow(socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'))),
  mapped: assessedRow(
    socket('tcp ESTABLISHED [::ffff:10.0.0.5]:51001 [::ffff:203.0.113.9]:443', owner('/usr/bin/curl')),
  ),
  link: assessedRow(socket('udp UNCONN [fe80::1%eth0]:9999', hidden('needs-root'), {uid: 1000, user: trusted('anna')})),
  local: assessedRow(
    socket(
      'tcp LISTEN 127.0.0.1:5432',
      ownerOf(
        process('/usr/lib/postgresql/15/bin/postgres', {
          pid: 4711,
          uid: 105,
          user: trusted('postgres'),
          unit: trusted('postgresql@15-main.service'),
          container: {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null},
        }),
      ),
      {uid: 105, user: trusted('postgres')},
    ),
  ),
};

function matching(text: string): string {
  const query = readQuery(text);
  assert.ok(query.ok, query.ok ? '' : query.message);
  const shown = ({socket: each}: AssessedSocket) => `${each.key} ${each.state} Some Words`;
  return Object.entries(rows)
    .filter(([, row]) => query.matches(row, noMarks, () => shown(row)))
    .map(([name]) => name)
    .join(' ');
}

const cases: readonly (readonly [query: string, kept: string])[] = [
  ['', 'ssh ssh6 web mapped link local'],
  ['port:22', 'ssh ssh6'],
  ['port:2', ''],
  ['port:1-1023', 'ssh ssh6 web mapped'],
  ['port:22|9999', 'ssh ssh6 link'],
  ['lport:443', ''],
  ['rport:443', 'web mapped'],
  ['src:10.0.0.0/8', 'web mapped'],
  ['src:10.0.0.0/30', ''],
  ['dst:203.0.113.9', 'web mapped'],
  ['addr:fe80::/10', 'link'],
  ['addr:::', 'ssh6'],
  ['addr:[::]', 'ssh6'],
  ['src:[fe80::1]', 'link'],
  ['addr:[fe80::]/10', 'link'],
  ['dst:[::ffff:203.0.113.9]', 'web mapped'],
  ['src:[fe80::1|127.0.0.', 'link local'],
  ['dst:203.0.113.', 'web mapped'],
  ['src:FE80:', 'link'],
  ['port:0-65535', 'ssh ssh6 web mapped link local'],
  ['uid:70000', ''],
  ['addr:0.0.0.0/0', 'ssh web mapped local'],
  ['proto:udp', 'link'],
  ['proto:TCP6', 'ssh6 mapped'],
  ['state:estab', 'web mapped'],
  ['state:LISTEN|UNCONN', 'ssh ssh6 link local'],
  ['scope:loopback', 'local'],
  ['dir:outbound', 'web mapped'],
  ['proc:CURL', 'web mapped'],
  ['exe:/^.usr.sbin/', 'ssh ssh6'],
  ['exe:/usr/sbin/sshd', 'ssh ssh6'],
  ['exe:/usr/sbin/ port:22', 'ssh ssh6'],
  ['exe:/sbin/sshd|/bin/curl', 'ssh ssh6 web mapped'],
  ['!exe:/usr/sbin|/usr/bin', 'link local'],
  ['exe:/usr/sbin/sshd/', ''],
  ['/usr/sbin/sshd', ''],
  ['user:anna', 'link'],
  ['uid:100-200', 'local'],
  ['pid:4711', 'local'],
  ['unit:postgresql', 'local'],
  ['container:docker', 'local'],
  ['container:0123', 'local'],
  ['verdict:learn', 'link'],
  ['rule:ssh-server', 'ssh ssh6'],
  ['is:v6', 'ssh6 mapped link'],
  ['is:exposed', 'ssh ssh6 link'],
  ['is:loopback', 'local'],
  ['is:root', 'ssh ssh6 web mapped'],
  ['!is:root', 'link local'],
  ['-is:root -is:v6', 'local'],
  ['port:22 is:v6', 'ssh6'],
  ['established', 'web mapped'],
  ['"some words"', 'ssh ssh6 web mapped link local'],
  ['"some  words"', ''],
  ['5432|9999', 'link local'],
  ['/:4{2}3$/', ''],
  ['/^tcp est.*:4{2}3 /', 'web mapped'],
];

for (const [query, expected] of cases) {
  test(`the filter ${query === '' ? '(empty)' : query} keeps ${expected === '' ? 'nothing' : expected}`, () => {
    assert.equal(matching(query), expected);
  });
}

test('a path of an executable is right at every key while it is typed', () => {
  const typed = 'exe:/usr/sbin/sshd|/usr/lib64/c++/';
  for (let end = 'exe:/'.length; end <= typed.length; end++) {
    const text = typed.slice(0, end);
    if (!text.endsWith('|')) assert.ok(readQuery(text).ok, text);
  }
});

test('an address is right at every key while it is typed', () => {
  for (const address of ['10.255.0.1', '::ffff:10.0.0.1', '2001:db8::5', '[fe80::1]']) {
    for (let end = 1; end <= address.length; end++) {
      const text = `addr:${address.slice(0, end)}`;
      assert.ok(readQuery(text).ok, text);
    }
  }
});

test('sockets of Multipath TCP are found', () => {
  const query = readQuery('is:mptcp');
  assert.ok(query.ok);
  const {ssh} = rows;
  assert.ok(ssh);
  const multipath = {...ssh, socket: {...ssh.socket, mptcp: true}};
  assert.deepEqual(
    [ssh, multipath].map(row => query.matches(row, noMarks, () => '')),
    [false, true],
  );
});

test('marks of the last polls are fields too', () => {
  const isNew = readQuery('is:new');
  const row = rows.ssh;
  assert.ok(isNew.ok && row);
  assert.equal(
    isNew.matches(row, noMarks, () => ''),
    false,
  );
  assert.equal(
    isNew.matches(row, {...noMarks, isNew: true}, () => ''),
    true,
  );
});

const wrong: readonly (readonly [query: string, message: RegExp, at: number])[] = [
  ['foo:1', /no field foo/, 0],
  ['port:22 port:abc', /abc is no number/, 8],
  ['port:9-1', /9-1 is no number or range/, 0],
  ['is:nope', /takes new closed/, 0],
  ['exe:/(/', /no regular expression/, 0],
  ['exe:/^.abc', /ends with \//, 4],
  ['exe:/usr/*', /ends with \//, 4],
  ['port:/abc', /\/abc is no number/, 0],
  ['a "b', /not closed/, 2],
  ['addr:10.0.0.0/33', /^10\.0\.0\.0\/33 is no address or network, as 10\.0\.0\.5, 10\.0\. or 10\.0\.0\.0\/8$/, 0],
  ['src:*', /^\* is no address or network, as /, 0],
  ['dst:10.9.8.*', /^10\.9\.8\.\* is no address or network, as /, 0],
  ['dst:localhost', /^localhost is no address or network, as /, 0],
  ['dst:10.0.0.256', /no address or network/, 0],
  ['dst:10.0.0.0.1', /no address or network/, 0],
  ['addr:[10.0.0.1]', /no address or network/, 0],
  ['addr:[::1]:22', /no address or network/, 0],
  ['addr:[fe80::/10]', /no address or network/, 0],
  ['addr:[fe80::]/129', /no address or network/, 0],
  ['port:65536', /^65536: a port is 0 to 65535$/, 0],
  ['port:22 rport:1-70000', /^1-70000: a port is 0 to 65535$/, 8],
  ['lport:99999', /a port is 0 to 65535/, 0],
  ['port:22|', /between two values/, 0],
  ['port:', /needs a value/, 5],
  ['a !', /nothing to search for/, 3],
];

for (const [query, message, at] of wrong) {
  test(`the filter ${query} is rejected, with the place and the reason`, () => {
    const read = readQuery(query);
    assert.ok(!read.ok);
    assert.match(read.message, message);
    assert.equal(read.at, at);
  });
}
