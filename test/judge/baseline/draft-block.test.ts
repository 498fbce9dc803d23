import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Evidence, noEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {describeBlock} from '../../../source/judge/baseline/describe-block.ts';
import {draftBlock} from '../../../source/judge/baseline/draft-block.ts';
import {standingOf} from '../../../source/judge/baseline/standing.ts';
import {acceptanceText, acceptedBlock, assessWith, baselineOf} from '../../helpers/baseline.ts';
import {executable, hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';

const rowOf = (one: Socket, evidence: Evidence = noEvidence, ...others: readonly Socket[]): AssessedSocket =>
  assessWith(undefined, [one, ...others], evidence).rows[0] as AssessedSocket;

const answer = (row: AssessedSocket, note: string | null = null, evidence: Evidence = noEvidence): string => {
  const drafted = draftBlock(row, evidence, {note: note === null ? null : trusted(note), now: 0});
  return 'refusal' in drafted ? drafted.refusal : describeBlock(drafted.draft.block);
};

const runs = (path: string, rights: {readonly mode: number; readonly uid: number; readonly open?: string}) =>
  ownerOf(
    process(path, {
      uid: 1000,
      user: trusted('deploy'),
      executable: known(
        executable(path, {
          file: known({
            mode: rights.mode,
            uid: rights.uid,
            writableByAll: rights.open === undefined ? null : trusted(rights.open),
          }),
        }),
      ),
    }),
  );

const open = 'tcp LISTEN 0.0.0.0:8443';
const out = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:5432';
const inbound = 'tcp ESTABLISHED 10.0.0.5:8443 203.0.113.9:55432';

const answers: readonly (readonly [what: string, answer: string, expected: string])[] = [
  [
    'a listener',
    answer(rowOf(socket(open, owner('/usr/sbin/nginx')))),
    'tcp 8443: /usr/sbin/nginx of root, from every network',
  ],
  [
    'a listener on loopback',
    answer(rowOf(socket('udp UNCONN 127.0.0.1:53', owner('/usr/sbin/dnsmasq')))),
    'udp 53: /usr/sbin/dnsmasq of root, from this machine alone',
  ],
  [
    'UDP on a port of clients',
    answer(rowOf(socket('udp UNCONN 0.0.0.0:51413', owner('/usr/bin/app')), noEvidence)),
    'udp 51413: /usr/bin/app of root, from every network',
  ],
  [
    'a conversation',
    answer(rowOf(socket(out, owner('/usr/bin/node')))),
    'tcp to port 5432 of any peer: /usr/bin/node of root',
  ],
  [
    'an owner that cannot be seen',
    answer(rowOf(socket(open, hidden('needs-root')))),
    'tcp 8443: owner not verified, from every network',
  ],
  [
    'a conversation of an owner that cannot be seen',
    answer(rowOf(socket(out, hidden('needs-root')))),
    'a connection is accepted by its program, and the owner needs root to see: it belongs to another user',
  ],
  ['an owner that is looked up', answer(rowOf(socket(open, hidden('pending')))), 'its owner is still looked up'],
  [
    'a connection that came in',
    answer(rowOf(socket(inbound, owner('/usr/sbin/nginx')), noEvidence, socket(open, owner('/usr/sbin/nginx')))),
    'accept its listener: what comes in to it is accepted with it',
  ],
  [
    'a program that everybody may write',
    answer(rowOf(socket(open, runs('/srv/app', {mode: 0o777, uid: 1000, open: '/srv/app'}))), 'mine'),
    'not accepted: everybody may write /srv/app',
  ],
  [
    'a program of another user',
    answer(rowOf(socket(open, runs('/home/eve/app', {mode: 0o755, uid: 1001}))), 'mine'),
    'not accepted: /home/eve/app belongs to another user than process 812 (owned by uid 1001, mode 0755)',
  ],
  [
    'a program of root that a group may write',
    answer(rowOf(socket(open, runs('/srv/app', {mode: 0o775, uid: 0}))), 'mine'),
    'not accepted: a group may write /srv/app (owned by root, mode 0775)',
  ],
  [
    'a suspect socket without a note',
    answer(rowOf(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/python3.11')))),
    'a suspect socket is accepted with a note: python3.11, not an SSH server',
  ],
  [
    'a suspect socket with one',
    answer(rowOf(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/python3.11'))), 'honeypot'),
    'tcp 22: /usr/bin/python3.11 of root, from every network, although failed: owner-program',
  ],
];

for (const [what, found, expected] of answers) test(`drafts: ${what}`, () => assert.equal(found, expected));

test('a suspect socket that was accepted is no alarm until another check fails', () => {
  const python = owner('/usr/bin/python3.11');
  const honeypot = socket('tcp LISTEN 0.0.0.0:22', python);
  const baseline = baselineOf(acceptedBlock(rowOf(honeypot)));
  const [same] = assessWith(baseline, [honeypot]).rows;
  assert.ok(same);
  assert.deepEqual(
    [acceptanceText(same), same.assessment.verdict, standingOf(same)],
    ['accepted', 'suspect', 'accepted'],
  );
  const traced = evidenceFor([python], {tracer: known(66), mappings: known({hasExecutable: true, foreign: []})});
  const [now] = assessWith(baseline, [honeypot], traced).rows;
  assert.ok(now);
  assert.deepEqual([acceptanceText(now), standingOf(now)], ['drifted check', 'suspect']);
});

test('a socket that drifted is accepted anew in place of its block', () => {
  const before = rowOf(socket(open, owner('/usr/sbin/nginx')));
  const baseline = baselineOf(acceptedBlock(before));
  const [row] = assessWith(baseline, [socket(open, owner('/usr/sbin/caddy'))]).rows;
  assert.ok(row);
  const drafted = draftBlock(row, noEvidence, {note: trusted('moved to caddy'), now: 0});
  assert.ok('draft' in drafted);
  assert.equal(drafted.draft.replaces, baseline.blocks[0]);
  assert.deepEqual(drafted.draft.block.failed, [], 'the drift itself is no check that may fail from now on');
  const [again] = assessWith(baselineOf(drafted.draft.block), [row.socket]).rows;
  assert.equal(again && acceptanceText(again), 'accepted');
});

test('an acceptance without a visible owner shows that the owner is not verified', () => {
  const unseen = socket(open, hidden('needs-root'));
  const [row] = assessWith(baselineOf(acceptedBlock(rowOf(unseen))), [unseen]).rows;
  assert.deepEqual(row?.acceptance?.unverified, ['owner: needs root']);
  const check = row?.assessment.checks.find(({id}) => id === 'baseline');
  assert.equal(check?.result, 'unknown');
});
