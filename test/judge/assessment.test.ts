import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known, unknown} from '../../source/domain/known.ts';
import type {Owner} from '../../source/domain/socket.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import type {Verdict} from '../../source/domain/verdict.ts';
import {assessedRow, hidden, owner, ownerOf, process, socket} from '../helpers/build.ts';
import {anyListener, fileOf, nameOnly, running, sshServer, talking, timeClient} from '../helpers/checks.ts';

const irc = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667';
const web = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:80';
const local = 'tcp LISTEN 127.0.0.1:5432';
const odd = 'udp UNCONN 0.0.0.0:38142';

type Case = readonly [why: string, text: string, holder: Owner, verdict: Verdict, brief?: string];

const cases: readonly Case[] = [
  ['a reason that nothing contradicts', sshServer, owner('/usr/sbin/sshd'), 'explained', 'login needed first'],
  ['a reason, the owner unseen', sshServer, hidden('needs-root'), 'explained', 'login needed first'],
  ['a reason, the owner not told', sshServer, hidden('not-collected'), 'explained'],
  ['a reason, and another program', sshServer, owner('/usr/bin/nc'), 'suspect', 'nc, not an SSH server'],
  ['a rule that takes another program lightly', timeClient, owner('/usr/bin/nc'), 'learn', 'nc, not a time client'],
  ['the same, from /tmp: the worse counts', timeClient, owner('/tmp/nc'), 'suspect', 'runs from /tmp'],
  ['an expected program from /tmp', sshServer, owner('/tmp/sshd'), 'suspect', 'runs from /tmp'],
  [
    'a program that everybody may change',
    local,
    running('/opt/x', fileOf({writableByAll: sanitize('/opt')})),
    'suspect',
    'anyone may change it',
  ],
  [
    'a daemon of another user',
    sshServer,
    running('/usr/sbin/sshd', fileOf({uid: 1001})),
    'suspect',
    "another user's file",
  ],
  [
    'a program that was replaced',
    sshServer,
    running('/usr/sbin/sshd', {state: 'replaced'}),
    'learn',
    'replaced: upgrade?',
  ],
  [
    'a program that was deleted',
    sshServer,
    running('/usr/sbin/sshd', {state: 'deleted'}),
    'suspect',
    'program deleted',
  ],
  ['loopback, held by any program', local, owner('/home/ann/bin/x'), 'explained', 'this machine only'],
  ['loopback, held from /dev/shm', local, owner('/dev/shm/x'), 'suspect', 'runs from /dev/shm'],
  ['a shell that talks to the web', web, talking('/bin/sh', 0), 'suspect', 'a shell: sh'],
  ['no rule vouches', anyListener, owner('/usr/bin/postgres'), 'learn', 'not loopback alone'],
  ['no rule vouches, the owner unseen', anyListener, hidden('needs-root'), 'learn', 'not loopback alone'],
  ['no process of root though all could be read', anyListener, hidden('no-process'), 'learn', 'no process holds it'],
  ['no process of root, and a reason', sshServer, hidden('no-process'), 'learn', 'no process holds it'],
  ['refused to root, and a reason', sshServer, hidden('refused'), 'learn', 'its holder is not shown'],
  ['no process, and no registry has the port', odd, hidden('no-process'), 'suspect', 'nobody can name it'],
  [
    'no owner because it is closing',
    'tcp TIME_WAIT 10.0.0.5:51000 203.0.113.9:80',
    hidden('closing'),
    'explained',
    'browsing, downloads',
  ],
  [
    'closing, and no rule vouches',
    'tcp TIME_WAIT 10.0.0.5:51000 203.0.113.9:4444',
    hidden('closing'),
    'learn',
    'learn what it is',
  ],
  ['held by the kernel', 'tcp LISTEN 0.0.0.0:2049', hidden('kernel'), 'learn', 'held by the kernel'],
  ['held by the kernel, with a reason', local, hidden('kernel'), 'explained', 'this machine only'],
  [
    'a container has its port published',
    'tcp LISTEN 0.0.0.0:8080',
    owner('/usr/bin/docker-proxy'),
    'learn',
    'port of a container',
  ],
  [
    'a container that is known has its port published',
    'tcp LISTEN 0.0.0.0:8080',
    ownerOf(
      process('/usr/bin/docker-proxy', {
        publishes: {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null},
      }),
    ),
    'learn',
    'port of container shop',
  ],
  [
    'a container without a name has its port published',
    'tcp LISTEN 0.0.0.0:8080',
    ownerOf(
      process('/usr/bin/conmon', {
        container: {runtime: 'podman', id: trusted('0123456789ab'), name: null, image: null},
      }),
    ),
    'learn',
    'port of container 0123456789ab',
  ],
  ['IRC', irc, owner('/usr/bin/bash'), 'suspect', 'a shell: bash'],
  ['IRC by another program', irc, owner('/usr/bin/python3'), 'suspect', 'IRC: botnet orders?'],
  ['IRC, the owner unseen', irc, hidden('needs-root'), 'learn', 'IRC: by whom?'],
  ['IRC by nobody, though all could be read', irc, hidden('no-process'), 'suspect'],
  ['IRC by a verified client', irc, owner('/usr/bin/irssi'), 'learn'],
  ['IRC by a client from /tmp', irc, owner('/tmp/irssi'), 'suspect', 'runs from /tmp'],
  [
    'IRC by a client that was replaced',
    irc,
    running('/usr/bin/irssi', {state: 'replaced'}),
    'learn',
    'replaced: upgrade?',
  ],
  ['IRC by a client and another program', irc, owner('/usr/bin/irssi', '/usr/bin/bash'), 'suspect'],
  ['IRC by what calls itself a client', irc, ownerOf(process('/usr/bin/bash', {name: sanitize('irssi')})), 'suspect'],
  ['IRC by a client whose file could not be read', irc, nameOnly('irssi', 'needs-root'), 'suspect'],
  ['IRC by nobody', irc, owner(), 'suspect'],
  ['a raw socket of a known program', 'raw CLOSE 0.0.0.0:1', owner('/usr/bin/ping'), 'learn', 'pings a host'],
  ['a raw socket of another program', 'raw CLOSE 0.0.0.0:1', owner('/usr/bin/x'), 'learn', 'reads raw packets'],
];

for (const [why, text, holder, verdict, brief] of cases) {
  test(`${verdict}${brief ? `, "${brief}"` : ''}: ${why}`, () => {
    const {assessment} = assessedRow(socket(text, holder));
    assert.equal(assessment.verdict, verdict);
    if (brief) assert.equal(assessment.why, brief);
  });
}

test('a fact that could not be seen is unknown, never a failure, unless root was refused it', () => {
  for (const why of ['needs-root', 'kernel', 'closing', 'exited', 'other-namespace', 'not-collected'] as const) {
    const {checks} = assessedRow(socket(sshServer, hidden(why))).assessment;
    for (const {result} of checks) assert.ok(result === 'unknown' || result === 'not-applicable');
    assert.ok(checks.some(({result}) => result === 'unknown'));
  }
});

test('a socket without an inode that the kernel holds says what the rule says', () => {
  const {assessment} = assessedRow(
    socket('tcp SYN_RECV 10.0.0.5:8080 203.0.113.9:4444', hidden('kernel'), {inode: null}),
  );
  assert.equal(assessment.why, 'learn what it is');
});

test('an executable that is known to be unreadable is not guessed from the name', () => {
  const holder = known([
    {process: process('/x', {name: sanitize('nc'), executable: unknown('exited')}), descriptors: [3]},
  ]);
  assert.equal(assessedRow(socket(sshServer, holder)).assessment.verdict, 'explained');
});

test('while the owner is being read nothing is called suspect that it may ease, nor verified', () => {
  const verdictOf = (holder: Owner): Verdict => assessedRow(socket(irc, holder)).assessment.verdict;
  assert.deepEqual([verdictOf(hidden('pending')), verdictOf(hidden('no-process'))], ['learn', 'suspect']);
  const {verdict, checks} = assessedRow(socket('tcp LISTEN 0.0.0.0:22', hidden('pending'))).assessment;
  assert.equal(verdict, 'explained');
  const pending = 'the owner is pending: the processes are being read';
  for (const {result, detail} of checks) assert.ok(result === 'not-applicable' || detail === pending, detail);
});
