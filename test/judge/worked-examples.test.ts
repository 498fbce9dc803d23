import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Owner, Socket} from '../../source/domain/socket.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {verifyCommands} from '../../source/judge/verify.ts';
import {assessedRow, hidden, owner, socket} from '../helpers/build.ts';

type Example = {
  readonly socket: string;
  readonly owner: Owner;
  readonly verdict: string;
  readonly rule: string;
  readonly fails?: string;
  readonly others?: readonly Socket[];
  readonly also?: (row: AssessedSocket) => void;
};

/** The examples that the reasoning states; each must hold. */
const examples: readonly Example[] = [
  {socket: 'tcp LISTEN 0.0.0.0:22', owner: owner('/usr/sbin/sshd'), verdict: 'explained', rule: 'ssh-server'},
  {
    socket: 'tcp LISTEN 0.0.0.0:22',
    owner: hidden('needs-root'),
    verdict: 'explained',
    rule: 'ssh-server',
    also: row =>
      assert.equal(
        row.assessment.checks.every(({result}) => result === 'unknown' || result === 'not-applicable'),
        true,
      ),
  },
  {
    socket: 'tcp LISTEN 0.0.0.0:22',
    owner: owner('/usr/bin/python3.11'),
    verdict: 'suspect',
    rule: 'ssh-server',
    fails: 'owner-program',
  },
  {
    socket: 'tcp LISTEN [::]:22',
    owner: owner('/tmp/sshd'),
    verdict: 'suspect',
    rule: 'ssh-server',
    fails: 'owner-path',
  },
  {
    socket: 'udp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123',
    owner: owner('/usr/sbin/chronyd'),
    verdict: 'explained',
    rule: 'ntp-client',
  },
  {socket: 'udp UNCONN 0.0.0.0:123', owner: owner('/usr/sbin/chronyd'), verdict: 'learn', rule: 'open-listener'},
  {socket: 'udp UNCONN 0.0.0.0:514', owner: owner('/usr/sbin/rsyslogd'), verdict: 'explained', rule: 'syslog-listener'},
  {socket: 'tcp LISTEN 0.0.0.0:514', owner: owner('/usr/sbin/rsyslogd'), verdict: 'learn', rule: 'open-listener'},
  {socket: 'tcp LISTEN 0.0.0.0:514', owner: hidden('needs-root'), verdict: 'learn', rule: 'open-listener'},
  {
    socket: 'tcp LISTEN 127.0.0.1:5432',
    owner: owner('/usr/lib/postgresql/15/bin/postgres'),
    verdict: 'explained',
    rule: 'loopback-listener',
  },
  {
    socket: 'tcp LISTEN 0.0.0.0:5432',
    owner: owner('/usr/lib/postgresql/15/bin/postgres'),
    verdict: 'learn',
    rule: 'open-listener',
  },
  {
    socket: 'udp UNCONN [fe80::1%lo]:9999',
    owner: owner('/usr/bin/python3.11'),
    verdict: 'explained',
    rule: 'loopback-listener',
  },
  {
    socket: 'udp UNCONN [fe80::1%eth0]:9999',
    owner: owner('/usr/bin/python3.11'),
    verdict: 'learn',
    rule: 'open-listener',
  },
  {socket: 'tcp LISTEN 127.0.0.1:631', owner: owner('/usr/sbin/cupsd'), verdict: 'explained', rule: 'printing'},
  {
    socket: 'udp UNCONN 0.0.0.0:5353',
    owner: owner('/usr/sbin/avahi-daemon'),
    verdict: 'explained',
    rule: 'service-discovery',
  },
  {
    socket: 'udp UNCONN 0.0.0.0:38142',
    owner: owner('/usr/sbin/avahi-daemon'),
    verdict: 'explained',
    rule: 'avahi-port',
  },
  {
    socket: 'udp UNCONN 0.0.0.0:38142',
    owner: hidden('not-collected'),
    verdict: 'learn',
    rule: 'open-listener',
    also: row => assert.equal(verifyCommands(row)[0], 'sudo lsof -nP -i UDP:38142'),
  },
  {
    socket: 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667',
    owner: owner('/usr/bin/bash'),
    verdict: 'suspect',
    rule: 'irc-connection',
    fails: 'owner-shell',
  },
  {
    socket: 'tcp TIME_WAIT 10.0.0.5:49132 203.0.113.9:80',
    owner: hidden('closing'),
    verdict: 'explained',
    rule: 'web-client',
  },
];

for (const example of examples) {
  const holder = example.owner.known ? example.owner.value.map(({process}) => process.name).join() : example.owner.why;
  test(`${example.socket} held by ${holder} is ${example.verdict} by ${example.rule}`, () => {
    const row = assessedRow(socket(example.socket, example.owner));
    assert.equal(row.assessment.verdict, example.verdict);
    assert.equal(row.assessment.rule.id, example.rule);
    const failed = row.assessment.checks.filter(({result}) => result === 'fail').map(({id}) => id);
    assert.deepEqual(failed, example.fails ? [example.fails] : []);
    example.also?.(row);
  });
}
