import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Evidence, noEvidence, noProcessEvidence} from '../../source/domain/evidence.ts';
import {known} from '../../source/domain/known.ts';
import type {Owner, Process, Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSnapshot} from '../../source/judge/assess-all.ts';
import {assessAllNow, assessedRow, hidden, nameOf, owner, ownerOf, process, socket} from '../helpers/build.ts';

const server = process('/usr/bin/python3.11', {pid: 20});
const python = ownerOf(server);
const proxy = process('/usr/bin/docker-proxy', {
  publishes: {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null},
});
const munin = process('/usr/bin/perl', {unit: trusted('munin-node.service'), unitManager: 'system'});

/** A connection to a port, among the sockets of its host: its verdict, rule and reason. */
const answerTo = (text: string, holder: Owner, ...others: readonly Socket[]): string => {
  const {verdict, rule, why} = assessedRow(socket(text, holder), ...others).assessment;
  return `${verdict} ${rule.id}: ${why}`;
};

const to = (port: number): string => `tcp ESTABLISHED 10.0.0.5:${port} 198.51.100.7:50122`;

const answers: readonly (readonly [what: string, answer: string, expected: string])[] = [
  [
    'a server that nobody vouches for',
    answerTo(to(8080), python, socket('tcp LISTEN 0.0.0.0:8080', python)),
    'learn inbound-connection: came in to python3.11 on 8080',
  ],
  [
    'a server that cannot be seen',
    answerTo(to(443), hidden('needs-root'), socket('tcp LISTEN [::]:443')),
    'learn inbound-connection: came in to port 443',
  ],
  [
    'a server of which a text has the pid alone',
    answerTo(
      to(443),
      hidden('not-collected'),
      socket('tcp LISTEN *:443', ownerOf({...server, name: null, executable: hidden('not-collected') as never})),
    ),
    'learn inbound-connection: came in to pid 20 on 443',
  ],
  [
    'the kernel',
    answerTo(to(2049), hidden('kernel'), socket('tcp LISTEN 0.0.0.0:2049', hidden('kernel'))),
    'learn inbound-connection: came in to the kernel on 2049',
  ],
  [
    'a container',
    answerTo(to(8080), ownerOf(proxy), socket('tcp LISTEN 0.0.0.0:8080', ownerOf(proxy))),
    'learn inbound-connection: came in to container shop on 8080',
  ],
  [
    'a server that is known by its unit',
    answerTo(to(4949), ownerOf(munin), socket('tcp LISTEN 0.0.0.0:4949', ownerOf(munin))),
    'learn inbound-connection: came in to munin-node on 4949',
  ],
  [
    'a queue, not yet accepted',
    answerTo(to(8080), hidden('not-accepted'), socket('tcp LISTEN 0.0.0.0:8080', python)),
    'learn inbound-connection: came in to python3.11 on 8080',
  ],
  [
    'a server that has let go of it',
    answerTo(
      'tcp TIME_WAIT 10.0.0.5:8080 198.51.100.7:50122',
      hidden('closing'),
      socket('tcp LISTEN 0.0.0.0:8080', python),
    ),
    'learn inbound-connection: came in to python3.11 on 8080',
  ],
  [
    'a suspect server, by a program of which nothing is wrong',
    answerTo(to(8080), python, socket('tcp LISTEN 0.0.0.0:8080', owner('/tmp/x'))),
    'suspect inbound-connection: came in to x on 8080',
  ],
  [
    'a server, by a program that a check of its own contradicts',
    answerTo(to(8080), owner('/tmp/x'), socket('tcp LISTEN 0.0.0.0:8080', python)),
    'suspect inbound-connection: runs from /tmp',
  ],
  [
    'the server of service discovery',
    answerTo(
      'udp ESTABLISHED 10.0.0.5:5353 198.51.100.7:5353',
      owner('/usr/sbin/avahi-daemon'),
      socket('udp UNCONN 0.0.0.0:5353', owner('/usr/sbin/avahi-daemon')),
    ),
    'explained service-discovery: came in to avahi-daemon on 5353',
  ],
  [
    'the server of service discovery, by a program that is none',
    answerTo(
      'udp ESTABLISHED 10.0.0.5:5353 198.51.100.7:5353',
      python,
      socket('udp UNCONN 0.0.0.0:5353', owner('/usr/sbin/avahi-daemon')),
    ),
    'learn service-discovery: python3.11, not a service discovery daemon',
  ],
  [
    'an SSH server',
    answerTo(to(22), owner('/usr/sbin/sshd'), socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'))),
    'explained ssh-session: by the SSH server',
  ],
  [
    'a suspect SSH server',
    answerTo(to(22), owner('/usr/sbin/sshd'), socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/sshd'))),
    'suspect ssh-session: came in to sshd on 22',
  ],
  [
    'an SSH server that a check contradicts',
    answerTo(to(22), owner('/usr/sbin/sshd'), socket('tcp LISTEN 0.0.0.0:22', hidden('refused'))),
    'learn ssh-session: came in to port 22',
  ],
  [
    'a listener that nobody can name, within this machine',
    answerTo(
      'tcp ESTABLISHED 127.0.0.1:38142 127.0.0.1:50122',
      python,
      socket('tcp LISTEN 127.0.0.1:38142', hidden('no-process')),
    ),
    'suspect loopback-peer: came in to port 38142',
  ],
  [
    'a port that only a gateway of SSH serves',
    answerTo(to(22), owner('/usr/bin/gitea'), socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/gitea'))),
    'learn inbound-connection: came in to gitea on 22',
  ],
  [
    'an open server, within this machine',
    answerTo('tcp ESTABLISHED 127.0.0.1:8080 127.0.0.1:50122', python, socket('tcp LISTEN 0.0.0.0:8080', python)),
    'explained loopback-peer: within this machine',
  ],
  [
    'a suspect server, within this machine',
    answerTo(
      'tcp ESTABLISHED 127.0.0.1:8080 127.0.0.1:50122',
      python,
      socket('tcp LISTEN 127.0.0.1:8080', owner('/tmp/x')),
    ),
    'suspect loopback-peer: came in to x on 8080',
  ],
  [
    'a server on loopback alone, from a client within this machine',
    answerTo(
      'tcp ESTABLISHED 127.0.0.1:50122 127.0.0.1:8080',
      python,
      socket('tcp LISTEN 127.0.0.1:8080', owner('/tmp/x')),
    ),
    'explained loopback-peer: within this machine',
  ],
  [
    'a port on which nobody listens',
    answerTo(to(8080), python, socket('tcp LISTEN 0.0.0.0:8081', python)),
    'learn other-conversation: learn what it is',
  ],
];

for (const [what, answer, expected] of answers) {
  test(`a connection that came in to ${what} is ${expected}`, () => assert.equal(answer, expected));
}

const [nginx, other] = [process('/usr/sbin/nginx', {pid: 30}), process('/tmp/x', {pid: 31})];

test('of listeners that share a port, the one whose program holds the connection took it, else the worst', () => {
  const both = [
    socket('tcp LISTEN 0.0.0.0:443', ownerOf(nginx), {key: 'a'}),
    socket('tcp LISTEN 0.0.0.0:443', ownerOf(other), {key: 'b'}),
  ];
  assert.equal(answerTo(to(443), ownerOf(nginx), ...both), 'learn inbound-connection: came in to nginx on 443');
  const worst = 'suspect inbound-connection: came in to x on 443';
  assert.equal(answerTo(to(443), hidden('closing'), ...both), worst);
  const later = ownerOf({...nginx, startedAt: 1_700_000_000_001});
  assert.equal(answerTo(to(443), later, ...both), worst, 'another process, with a pid that was used again');
});

test('of listeners on one port, the one with the most exact address and device took it', () => {
  const listeners = (...texts: readonly string[]): readonly Socket[] => [
    socket('tcp LISTEN [::]:443', ownerOf(other)),
    ...texts.map(text => socket(text, ownerOf(nginx))),
  ];
  const answerBeside = (...texts: readonly string[]): string =>
    answerTo(to(443), hidden('closing'), ...listeners(...texts));
  assert.match(answerBeside(), /came in to x on 443/);
  assert.match(answerBeside('tcp LISTEN 0.0.0.0:443'), /came in to nginx on 443/);
  assert.match(answerBeside('tcp LISTEN 10.0.0.5:443'), /came in to nginx on 443/);
  assert.match(answerBeside('tcp LISTEN 10.0.0.6:443'), /came in to x on 443/);
  assert.match(answerBeside('tcp LISTEN 0.0.0.0%eth0:443'), /came in to x on 443/);
  const bound = 'tcp ESTABLISHED 10.0.0.5%eth0:443 198.51.100.7:50122';
  const device = listeners('tcp LISTEN 0.0.0.0%eth0:443');
  assert.match(answerTo(bound, hidden('closing'), ...device), /came in to nginx on 443/);
  assert.match(answerTo(bound, hidden('closing'), socket('tcp LISTEN 0.0.0.0:443', python)), /came in to python3/);
});

const session = socket(to(8080), hidden('needs-root'));
const whyOf = ({rows}: AssessedSnapshot): string | undefined =>
  rows.find(({socket: {key}}) => key === session.key)?.assessment.why;

test('a connection stays its listener’s when that is gone, and when another one takes the port', () => {
  const before = assessAllNow([session, socket('tcp LISTEN 0.0.0.0:8080', python)], nameOf);
  const alone = assessAllNow([session], nameOf, before);
  const later = assessAllNow([{...session}], nameOf, alone);
  const another = socket('tcp LISTEN 0.0.0.0:8080', owner('/tmp/x'), {key: 'another'});
  const replaced = assessAllNow([session, another], nameOf, before);
  for (const poll of [before, alone, later, replaced]) assert.equal(whyOf(poll), 'came in to python3.11 on 8080');
});

test('a connection stays the listener’s that a more exact one joined, and follows its verdict', () => {
  const listener = socket('tcp LISTEN [::]:8080', python);
  const exact = socket('tcp LISTEN 0.0.0.0:8080', owner('/usr/sbin/nginx'));
  const before = assessAllNow([session, listener], nameOf);
  const joined = assessAllNow([session, listener, exact], nameOf, before);
  assert.equal(whyOf(joined), 'came in to python3.11 on 8080');
  const passedOn = assessAllNow([session, {...listener, owner: owner('/tmp/x')}, exact], nameOf, joined);
  assert.equal(whyOf(passedOn), 'came in to x on 8080');
});

test('a connection is judged anew when evidence or another owner changes the verdict of its listener', () => {
  const listener = socket('tcp LISTEN 0.0.0.0:8080', python);
  const evidence = (holder: Process, tracer: number): Evidence => ({
    ...noEvidence,
    processes: new Map([
      [holder, {...noProcessEvidence('not-collected'), forged: known(tracer > 0 ? trusted('lies') : null)}],
    ]),
  });
  const before = assessAllNow([session, listener], nameOf, undefined, evidence(server, 0));
  assert.equal(before.rows[0]?.assessment.verdict, 'learn');
  const forged = assessAllNow([session, listener], nameOf, before, evidence(server, 7));
  assert.equal(forged.rows[0]?.assessment.verdict, 'suspect');
  const passedOn = assessAllNow([session, {...listener, owner: owner('/usr/sbin/nginx')}], nameOf, before);
  assert.equal(whyOf(passedOn), 'came in to nginx on 8080');
});
