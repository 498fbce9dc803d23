import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toSocketDocument} from '../../../source/app/table/document.ts';
import {summarise} from '../../../source/app/table/summary.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {
  assessAllNow,
  assessedRow,
  hidden,
  nameOf,
  owner,
  ownerOf,
  process,
  snapshot,
  socket,
} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {exampleSnapshot} from '../../helpers/example-host.ts';

const sshServer = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {sendQueue: 128, inode: 1583});

const expectedChecks = assessedRow(sshServer).assessment.checks.map(({id, result, detail, leads}) => ({
  id,
  result,
  detail,
  leads,
}));

test('checks are written with the verdict that a failure leads to', () => {
  assert.deepEqual(expectedChecks[0], {id: 'owner-program', result: 'pass', detail: 'sshd', leads: null});
  assert.deepEqual([...new Set(expectedChecks.map(({id}) => id))].length, expectedChecks.length);
});

test('one socket is written as the contract has it', () => {
  const {reason, caveat, ...assessment} = toSocketDocument(assessedRow(sshServer)).assessment;
  assert.match(reason, /^It may be safe, because/);
  assert.match(caveat, /recommendation, not a guarantee/);
  assert.deepEqual(
    {...toSocketDocument(assessedRow(sshServer)), assessment},
    {
      key: 'tcp LISTEN 0.0.0.0:22',
      protocol: 'tcp',
      family: 4,
      state: 'LISTEN',
      local: {address: '0.0.0.0', port: 22, interface: null},
      peer: null,
      direction: 'listening',
      directionReason: 'waits',
      scope: 'all',
      loopback: false,
      service: 'ssh',
      serviceIsGuess: false,
      recvQueue: 0,
      sendQueue: 128,
      uid: 0,
      user: 'root',
      inode: 1583,
      tcp: null,
      mptcp: false,
      netns: null,
      owner: {
        known: true,
        processes: [
          {
            pid: 812,
            name: 'sshd',
            executable: '/usr/sbin/sshd',
            command: 'sshd',
            user: 'root',
            unit: null,
            container: null,
            publishes: null,
          },
        ],
      },
      formerOwner: null,
      listener: null,
      published: null,
      role: null,
      acceptance: null,
      assessment: {
        verdict: 'explained',
        rule: 'ssh-server',
        title: 'SSH server',
        why: 'login needed first',
        source: {document: 'Checking network ports', passage: 'Some remote access protocols'},
        extended: false,
        checks: expectedChecks,
        verify: ['sudo lsof -nP -iTCP:22 -sTCP:LISTEN', "sudo ss -tlnp 'sport = :22'"],
      },
    },
  );
});

test('queues that the source does not report are null', () => {
  const unknown = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {recvQueue: null, sendQueue: null});
  const {recvQueue, sendQueue} = toSocketDocument(assessedRow(unknown));
  assert.deepEqual([recvQueue, sendQueue], [null, null]);
});

test('a connection has a peer, figures of TCP, and an owner that is known or not', () => {
  const tcp = {rttMs: 0.2, retransmits: 1, bytesSent: 2, bytesReceived: 3};
  const written = toSocketDocument(
    assessedRow(socket('tcp ESTABLISHED [fd00::5%eth0]:51000 [2001:db8::9]:443', hidden('needs-root'), {tcp})),
  );
  assert.deepEqual(written.local, {address: 'fd00::5', port: 51000, interface: 'eth0'});
  assert.deepEqual(written.peer, {address: '2001:db8::9', port: 443, interface: null});
  assert.deepEqual([written.direction, written.scope, written.family], ['outbound', 'private', 6]);
  assert.deepEqual(written.tcp, tcp);
  assert.deepEqual(written.owner, {known: false, why: 'needs-root'});
  assert.equal(written.assessment.extended, true);
});

test('an executable that is not known is null', () => {
  const holder = ownerOf(process('/x', {executable: unknown('needs-root')}));
  const {owner: written} = toSocketDocument(assessedRow(socket('tcp LISTEN 0.0.0.0:22', holder)));
  assert.deepEqual(written.known && written.processes?.map(({executable}) => executable), [null]);
});

test('a snapshot is written with its sockets, its coverage and its summary', () => {
  const poll = {
    ...snapshot([sshServer, socket('udp UNCONN 0.0.0.0:9999', hidden('needs-root'))]),
    problems: [{kind: 'unreadable', count: 13, text: trusted('13 processes could not be read')}],
    localFamilies: [{name: trusted('UNIX'), count: 312}],
  };
  const {rows} = assessAllNow(poll.sockets, nameOf);
  const {sockets, ...rest} = toDocument(poll, rows, summarise(rows));
  assert.deepEqual(rest, {
    version: 1,
    takenAt: '2026-11-21T20:00:00.000Z',
    host: 'web-01',
    source: 'procfs',
    coverage: {
      sockets: 2,
      ownersKnown: 1,
      ownersHidden: 1,
      notes: ['1 owner needs root', '13 processes could not be read'],
      localSockets: {UNIX: 312},
    },
    summary: {
      explained: 1,
      learn: 1,
      suspect: 0,
      byState: {LISTEN: 1, UNCONN: 1},
      exposedListeners: 2,
      dynamicUdp: 0,
      accepted: null,
      drifted: null,
      new: null,
    },
    baseline: null,
  });
  assert.deepEqual(
    sockets,
    rows.map(row => toSocketDocument(row)),
  );
});

test('every socket of a host is written as JSON, with nothing lost on the way', () => {
  const {rows} = assessAllNow(exampleSnapshot.sockets, nameOf);
  const document = toDocument(exampleSnapshot, rows, summarise(rows));
  assert.deepEqual(JSON.parse(JSON.stringify(document)), document);
});

test('a closing row is written with the owner that it had when open', () => {
  const open = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));
  const closing: Socket = {...open, state: 'TIME_WAIT', owner: hidden('closing'), inode: null};
  const before = assessAllNow([open], nameOf);
  const [row] = assessAllNow([closing], nameOf, before).rows;
  assert.ok(row && before.rows[0]);
  const written = toSocketDocument(row);
  assert.deepEqual(written.owner, {known: false, why: 'closing'});
  assert.deepEqual(written.formerOwner, toSocketDocument(before.rows[0]).owner);
  assert.equal(toSocketDocument(before.rows[0]).formerOwner, null);
});

test('what every program of the host loads is a note of the coverage', () => {
  const evidence = evidenceFor([], {}, {preload: known(trusted('/usr/local/lib/x.so'))});
  const {coverage} = toDocument({...snapshot([]), evidence}, [], summarise([]));
  assert.deepEqual(coverage.notes, ['/etc/ld.so.preload makes every program load /usr/local/lib/x.so']);
  assert.deepEqual(toDocument(snapshot([]), [], summarise([])).coverage.notes, []);
});
