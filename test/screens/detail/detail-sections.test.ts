import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Inspection} from '../../../source/domain/inspection.ts';
import {known, unknown, type WhyUnknown, whyUnknownWords} from '../../../source/domain/known.ts';
import {lineText} from '../../../source/domain/line.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {applyCrossCheck} from '../../../source/judge/apply-cross-check.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {contentHeight, type SectionId, sectionTop} from '../../../source/screens/detail/content.ts';
import {detailSections} from '../../../source/screens/detail/detail-sections.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessedRow, executable, hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {inspection, processDetail} from '../../helpers/example-inspection.ts';

const wide = 300;

/** The text of a section, on lines so long that none is wrapped. */
function textOf(id: SectionId, row: AssessedSocket, found: Inspection | 'saved' | null = null): string {
  const section = detailSections(row, found, wide, unicodeSymbols).find(each => each.id === id);
  return (section?.blocks ?? [])
    .flatMap(block => (block.kind === 'lines' ? block.lines.map(lineText) : ['TABLE']))
    .join('\n');
}

const sshServer = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')));

test('the verdict section has mark, word, reason, source, caveat and rule', () => {
  const text = textOf('verdict', sshServer);
  assert.match(text, /^✓ explained {2}SSH server: login needed first$/m);
  assert.match(text, /It may be safe, because/);
  assert.match(text, /source +"Checking network ports": Some remote access protocols$/m);
  assert.match(text, /caveat +A weak password .* This is a recommendation, not a guarantee/);
  assert.match(text, /rule +ssh-server/);
  assert.doesNotMatch(text, /But |not verified|extension/);
});

test('a listening socket has no round trip and no bytes of its own', () => {
  const tcp = {rttMs: 0, retransmits: 0, bytesSent: 0, bytesReceived: 0};
  const listener = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {tcp}));
  assert.doesNotMatch(textOf('socket', listener), /round trip|bytes +\d/);
  const session = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:22 10.0.0.9:5022', owner('/usr/sbin/sshd'), {tcp}));
  assert.match(textOf('socket', session), /round trip[\s\S]*bytes +0 received/);
});

test('queues are shown with their unit, or as not reported', () => {
  const queues = (recvQueue: number | null, sendQueue: number | null): string | undefined => {
    const row = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {recvQueue, sendQueue}));
    return textOf('socket', row).match(/queues +(.*)/)?.[1];
  };
  assert.equal(queues(1, 128), '1 connection waits to be accepted, at most 128 may');
  assert.equal(
    queues(129, 128),
    '129 connections wait to be accepted, at most 128 may; full: new connections wait or are refused',
  );
  assert.equal(queues(128, 128), '128 connections wait to be accepted, at most 128 may');
  assert.equal(
    queues(1, 0),
    '1 connection waits to be accepted, at most 0 may; full: new connections wait or are refused',
  );
  assert.equal(queues(0, 0), '0 connections wait to be accepted, at most 0 may');
  assert.equal(queues(2, null), '2 connections wait to be accepted', 'where the limit is not reported');
  assert.equal(queues(null, null), 'not reported by this source');
});

test('a failed check is shown beside the reason that it contradicts', () => {
  const text = textOf('verdict', assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/sshd'))));
  assert.match(text, /^! suspect {2}SSH server: runs from \/tmp$/m);
  assert.match(text, /\/tmp\/sshd lies under \/tmp, where no program is installed\./);
  assert.match(text, /That contradicts the reason: It may be safe/);
});

test('an unverified owner, and an extension of the document, are noted', () => {
  assert.match(textOf('verdict', assessedRow(socket('tcp LISTEN 0.0.0.0:22'))), /owner not verified: needs root\./);
  const quic = assessedRow(socket('udp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'));
  assert.match(textOf('verdict', quic), /\(our extension of its reasoning\)$/m);
});

test('a socket without a rule that vouches for it has no caveat', () => {
  assert.doesNotMatch(textOf('verdict', assessedRow(socket('tcp LISTEN 0.0.0.0:5432'))), /caveat/);
});

for (const why of Object.keys(whyUnknownWords) as WhyUnknown[]) {
  test(`an unknown owner (${why}) is shown with its reason`, () => {
    const text = textOf('owner', assessedRow(socket('tcp LISTEN 0.0.0.0:22', hidden(why))));
    assert.ok(text.includes(`The owner ${whyUnknownWords[why].long}.`));
    assert.equal(text.includes('sudo'), why === 'needs-root');
  });
}

test('a connection that waits to be accepted names the programs that listen on its port', () => {
  const waiting = socket('tcp ESTABLISHED 10.0.0.5:80 198.51.100.7:50122', hidden('not-accepted'), {inode: null});
  const listener = (holder: Owner) => socket('tcp LISTEN 0.0.0.0:80', holder);
  const shared = textOf('owner', assessedRow(waiting, listener(owner('/usr/sbin/nginx', '/usr/sbin/nginx'))));
  assert.match(
    shared,
    /^ {2}The owner is the kernel until the program that listens on its port accepts the connection\.$/m,
  );
  assert.match(shared, /^ +listener +nginx, pid 812; nginx, pid 813$/m);
  assert.match(
    textOf('owner', assessedRow(waiting, listener(hidden('needs-root')))),
    /^ +listener +not found out: needs root$/m,
  );
  assert.doesNotMatch(textOf('owner', assessedRow(waiting)), /listener/);
});

test('a process with another name than its program is shown with both', () => {
  const row = assessedRow(socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/usr/bin/nc', {name: sanitize('sshd')}))));
  assert.match(textOf('owner', row), /process +nc, calls itself sshd, pid 812/);
});

test('a process that goes by another name of its file is shown with both', () => {
  const file = executable('/usr/bin/redis-check-rdb', {alias: sanitize('redis-server')});
  const redis = process('/usr/bin/redis-server', {executable: known(file)});
  const text = textOf('owner', assessedRow(socket('tcp LISTEN 127.0.0.1:6379', ownerOf(redis))));
  assert.match(text, /process +redis-server, pid 812/);
  assert.match(text, /executable +\/usr\/bin\/redis-check-rdb \(redis-server is another name of it\)/);
});

test('every process of a shared socket is listed, of hundreds the first eight', () => {
  const paths = Array.from({length: 11}, () => '/usr/sbin/nginx');
  const text = textOf('owner', assessedRow(socket('tcp LISTEN 0.0.0.0:80', owner(...paths))));
  assert.match(text, /^OWNER: 11 processes share the socket$/m);
  assert.equal(text.match(/^ {2}process /gm)?.length, 8);
  assert.match(text, /and 3 more processes/);
});

test('many descriptors are counted', () => {
  const holder = known([{process: process('/x'), descriptors: Array.from({length: 20}, (_, index) => index)}]);
  assert.match(
    textOf('owner', assessedRow(socket('tcp LISTEN 0.0.0.0:80', holder))),
    /descriptors +0, 1, .*, 15 and 4 more$/m,
  );
});

test('the result of an inspection is shown beside its process', () => {
  const row = assessedRow(
    socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/tmp/.x/sshd', {pid: 4242}), process('/b', {pid: 7}))),
  );
  const text = textOf('owner', row, inspection());
  assert.match(text, /parents +bash\/4200 < systemd\/1$/m);
  assert.equal(text.match(/^ {2}parents /gm)?.length, 1);
  assert.match(text, /package +no package owns the executable$/m);
  const packaged = processDetail({
    package: known({name: trusted('openssh-server'), manager: 'dpkg'}),
    parents: [],
    parentsEnd: 'unreadable',
    socketUnit: trusted('ssh.socket'),
    description: known(null),
    workingDirectory: unknown('needs-root'),
  });
  const other = textOf('owner', row, inspection({processes: [packaged]}));
  assert.match(other, /package +openssh-server \(dpkg\)$/m);
  assert.match(other, /parents +not known, then a process that could not be read$/m);
  assert.match(other, /socket unit +ssh\.socket$/m);
  assert.match(other, /directory +needs root$/m);
  assert.doesNotMatch(other, /what it is/);
});

test('where lsof and the kernel disagree, the verdict section gives it as the reason', () => {
  const detail = trusted('lsof does not list the socket, which the kernel shows open in sshd (812)');
  const {crossCheck} = inspection({crossCheck: {id: 'cross-check', result: 'fail', detail}});
  const {key, owner: compared} = sshServer.socket;
  const row = applyCrossCheck(sshServer, new Map([[key, {owner: compared, check: crossCheck}]]));
  const verdict = textOf('verdict', row);
  assert.match(verdict, /^! suspect {2}SSH server: lsof and the kernel disagree$/m);
  assert.match(verdict, /Lsof does not list the socket, which the kernel shows open in sshd \(812\)\./);
  assert.match(verdict, /That contradicts the reason: It may be safe/);
  assert.equal(textOf('checks', row).match(/cross-check +fail: /g)?.length, 1);
});

test('before lsof has answered there is a note, then its table and the cross-check', () => {
  assert.match(textOf('lsof', sshServer), /waiting for lsof/);
  assert.match(
    textOf('lsof', sshServer, inspection()),
    /lsof lists it.*\nTABLE\n {2}cross-check +pass: lsof and the kernel/,
  );
  assert.match(textOf('lsof', sshServer, inspection()), /\$ sudo lsof -nP -iTCP:22/);
  assert.match(textOf('lsof', sshServer, 'saved'), /from saved output/);
});

test('the socket section shows from where the socket can be reached', () => {
  const reached = (text: string): string => textOf('socket', assessedRow(socket(text)));
  assert.match(reached('tcp LISTEN [::]:80'), /every address of this host, IPv4 and IPv6/);
  assert.match(reached('tcp LISTEN 0.0.0.0:80'), /every address of this host, IPv4\)/);
  assert.match(reached('tcp LISTEN 127.0.0.1:80'), /loopback: this machine talks to itself/);
  assert.match(reached('tcp LISTEN 10.0.0.5:80'), /the local network reaches it/);
  assert.match(reached('tcp LISTEN 8.8.8.8:80'), /the Internet may reach it/);
  assert.match(reached('udp UNCONN [fe80::1%eth0]:80'), /\[fe80::1%eth0\]:80 .*the network segment reaches it/);
});

test('the socket section shows the user of the socket, not that of its owner', () => {
  const mallory = ownerOf(process('/x', {user: sanitize('mallory')}));
  assert.match(textOf('socket', assessedRow(socket('tcp LISTEN 0.0.0.0:22', mallory))), /user +root \(uid 0\)$/m);
  assert.match(textOf('owner', assessedRow(socket('tcp LISTEN 0.0.0.0:22', mallory))), /user +mallory$/m);
});

test('sections come one below the other', () => {
  const sections = detailSections(sshServer, inspection(), wide, unicodeSymbols);
  assert.deepEqual(
    sections.map(({id}) => id),
    ['verdict', 'checks', 'owner', 'lsof', 'socket', 'next', 'rules'],
  );
  assert.equal(sectionTop(sections, 'verdict'), 0);
  assert.equal(sectionTop(sections, 'lsof'), contentHeight(sections.slice(0, 3)));
});

test('the other rules are listed with the reason why they do not apply, and the commands to check the socket', () => {
  assert.match(textOf('rules', sshServer), /^ {2}printing: it applies when its local port is 631$/m);
  assert.doesNotMatch(textOf('rules', sshServer), /^ {2}ssh-server:/m);
  assert.match(textOf('next', sshServer), /\$ sudo lsof -nP -iTCP:22 -sTCP:LISTEN\n {2}\$ sudo ss/);
});

test('a fact that neither source nor inspection reports is marked so, and a result of the inspection is shown', () => {
  const bare = process('/usr/sbin/sshd', {
    executable: unknown('not-collected'),
    command: trusted(''),
    user: null,
    startedAt: null,
  });
  const row = assessedRow(socket('tcp LISTEN 0.0.0.0:22', ownerOf(bare)));
  const untold = {
    pid: 812,
    startedAt: null,
    user: null,
    arguments: trusted(''),
    parents: [],
    parentsEnd: 'not-reported',
  } as const;
  const text = textOf('owner', row, inspection({processes: [processDetail(untold)]}));
  assert.match(text, /command +not reported by this source$/m);
  assert.match(text, /user +not reported by this source$/m);
  assert.match(text, /parents +not collected$/m);
  const found = textOf('owner', row, inspection({processes: [processDetail({pid: 812})]}));
  assert.match(found, /command +sshd -D$/m);
  assert.match(found, /user +mallory$/m);
  assert.doesNotMatch(text, /^ *started/m);
  assert.match(found, /started +2023-11-14 /m);
});

test('the commands to check a socket are those of its operating system', () => {
  const more = {peerName: null, traffic: null, platform: 'win32'} as const;
  const next = detailSections(sshServer, null, wide, unicodeSymbols, more).find(({id}) => id === 'next');
  assert.match(JSON.stringify(next), /netstat -ano \| findstr :22/);
  assert.doesNotMatch(JSON.stringify(next), /lsof/);
});
