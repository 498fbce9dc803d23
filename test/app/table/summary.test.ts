import assert from 'node:assert/strict';
import {test} from 'node:test';
import {countHidden, hiddenNotes, summarise} from '../../../source/app/table/summary.ts';
import {whyUnknownWords} from '../../../source/domain/known.ts';
import {acceptanceOf, acceptedAs} from '../../helpers/acceptance.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';

const summaryOf = (...sockets: Parameters<typeof assessAllNow>[0]) => summarise(assessAllNow(sockets, nameOf).rows);

test('sockets, verdicts and states are counted', () => {
  const summary = summaryOf(
    socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc')),
    socket('tcp LISTEN 127.0.0.1:631'),
    socket('udp UNCONN 0.0.0.0:9999'),
  );
  assert.equal(summary.sockets, 3);
  assert.deepEqual(summary.verdicts, {explained: 1, learn: 1, suspect: 1});
  assert.deepEqual(summary.byState, {LISTEN: 2, UNCONN: 1});
});

test('accepted sockets are counted apart by their standing, and under their own verdict', () => {
  const [explained, learn, suspect, drifted, added, ...others] = assessAllNow(
    [
      socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')),
      socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/portainer')),
      socket('tcp LISTEN [::]:22', owner('/usr/bin/nc')),
      socket('udp UNCONN 0.0.0.0:9999'),
      socket('udp UNCONN 0.0.0.0:9998'),
      socket('udp UNCONN 0.0.0.0:9997'),
    ],
    nameOf,
  ).rows;
  assert.ok(explained && learn && suspect && drifted && added);
  const rows = [
    ...[explained, learn, suspect].map(row => acceptedAs(row, acceptanceOf('accepted'))),
    acceptedAs(drifted, acceptanceOf('drifted')),
    acceptedAs(added, acceptanceOf('new')),
    ...others,
  ];
  const {verdicts, standings, acceptances} = summarise(rows);
  assert.deepEqual(verdicts, {explained: 1, learn: 4, suspect: 1});
  assert.deepEqual(standings, {explained: 1, accepted: 2, learn: 3, suspect: 0});
  assert.deepEqual(acceptances, {accepted: 3, drifted: 1, new: 1});
});

test('listeners that the network can reach: TCP in LISTEN and UDP without a peer, off loopback', () => {
  const summary = summaryOf(
    socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')),
    socket('tcp LISTEN 10.0.0.5:8080'),
    socket('udp UNCONN [::]:5353'),
    socket('tcp LISTEN 127.0.0.1:631'),
    socket('udp UNCONN [fe80::1%lo]:9999'),
    socket('udp ESTABLISHED 10.0.0.5:33954 10.0.0.1:53'),
    socket('tcp ESTABLISHED 10.0.0.5:22 203.0.113.9:50000'),
    socket('tcp CLOSE 0.0.0.0:8081'),
    socket('raw CLOSE 0.0.0.0:1'),
    socket('packet CLOSE *:3', undefined, {family: null}),
  );
  assert.deepEqual([summary.exposedListeners, summary.exposedExplained], [3, 2]);
});

test('owners are known or hidden by reason; sockets that no process holds are neither', () => {
  const whys = ['needs-root', 'needs-root', 'refused', 'exited', 'other-namespace', 'not-collected'] as const;
  const nobody = ['kernel', 'closing', 'no-process'] as const;
  const summary = summaryOf(
    socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')),
    ...[...whys, ...nobody].map((why, index) => socket(`tcp LISTEN 0.0.0.0:${8000 + index}`, hidden(why))),
  );
  assert.equal(summary.ownersKnown, 1);
  assert.equal(countHidden(summary), whys.length);
  assert.deepEqual(hiddenNotes(summary), [
    '2 owners need root',
    '1 owner could not be read even by root',
    '1 owner exited during the refresh',
    '1 owner is in another namespace',
    '1 owner is not reported by this source',
  ]);
});

test('connections that wait to be accepted are counted apart: no process holds them yet', () => {
  const waiting = socket('tcp ESTABLISHED 10.0.0.5:80 198.51.100.7:50122', hidden('not-accepted'));
  const summary = summaryOf(socket('tcp LISTEN 0.0.0.0:80', owner('/usr/sbin/nginx')), waiting);
  assert.deepEqual([summary.ownersKnown, countHidden(summary), summary.notAccepted], [1, 0, 1]);
});

test('every reason for an unknown owner has words', () => {
  for (const {short, long, one, many} of Object.values(whyUnknownWords)) {
    for (const words of [short, long, one, many]) assert.match(words, /^[a-z][A-Za-z ():,-]+$/);
  }
});

test('without sockets every count is zero', () => {
  const summary = summaryOf();
  assert.deepEqual([summary.sockets, countHidden(summary), hiddenNotes(summary)], [0, 0, []]);
});
