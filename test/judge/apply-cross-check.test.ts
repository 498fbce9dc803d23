import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Socket} from '../../source/domain/socket.ts';
import {finish} from '../../source/domain/task.ts';
import {trusted} from '../../source/domain/text.ts';
import type {Check, CheckResult} from '../../source/domain/verdict.ts';
import {applyCrossCheck, type CrossChecks} from '../../source/judge/apply-cross-check.ts';
import {type AssessedSnapshot, assessAll, nothingAssessed} from '../../source/judge/assess-all.ts';
import {assessedRow, hidden, nameOf, owner, socket} from '../helpers/build.ts';

const sshd = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const web = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));
const check = (result: CheckResult): Check => ({id: 'cross-check', result, detail: trusted(`it is a ${result}`)});
const crossChecks = (of: Socket, result: CheckResult): CrossChecks =>
  new Map([[of.key, {owner: of.owner, check: check(result)}]]);
const assess = (sockets: readonly Socket[], before: AssessedSnapshot, found?: CrossChecks): AssessedSnapshot =>
  finish(assessAll({sockets, takenAt: 0, source: 'netlink'}, nameOf, before, found));
const verdicts = ({rows}: AssessedSnapshot) => rows.map(({assessment}) => assessment.verdict);

test('a failure makes a socket suspect; words of a worse reason stay; any result is the first of its checks', () => {
  const {assessment} = applyCrossCheck(assessedRow(sshd), crossChecks(sshd, 'fail'));
  assert.equal(assessment.verdict, 'suspect');
  assert.equal(assessment.why, 'lsof and the kernel disagree');
  assert.deepEqual(assessment.checks[0], {...check('fail'), leads: 'suspect', brief: assessment.why});
  const impostor = socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/sshd'));
  assert.equal(applyCrossCheck(assessedRow(impostor), crossChecks(impostor, 'fail')).assessment.why, 'runs from /tmp');
  for (const result of ['pass', 'unknown'] as const) {
    const passed = applyCrossCheck(assessedRow(sshd), crossChecks(sshd, result)).assessment;
    assert.equal(passed.verdict, 'explained');
    assert.deepEqual(passed.checks[0], {...check(result), leads: null, brief: ''});
  }
});

test('a newer cross-check takes the place of the last; the same one again leaves the very row', () => {
  const found = crossChecks(sshd, 'fail');
  const failed = applyCrossCheck(assessedRow(sshd), found);
  assert.equal(applyCrossCheck(failed, found), failed);
  const passed = applyCrossCheck(failed, crossChecks(sshd, 'pass')).assessment;
  assert.equal(passed.verdict, 'explained');
  assert.equal(passed.checks.filter(({id}) => id === 'cross-check').length, 1);
});

test('the poll after an inspection assesses the socket again, and no other; later polls keep its row', () => {
  const before = assess([sshd, web], nothingAssessed);
  const found = crossChecks(sshd, 'fail');
  const after = assess([sshd, web], before, found);
  assert.deepEqual(verdicts(after), ['suspect', 'explained']);
  assert.deepEqual(after.delta.changed, [[before.rows[0], after.rows[0]]]);
  const later = assess([sshd, web], after, found);
  assert.deepEqual(later.delta.changed, []);
  assert.deepEqual(verdicts(later), ['suspect', 'explained']);
  const counted = assess([{...sshd, recvQueue: 3}, web], later, found);
  assert.deepEqual(verdicts(counted), ['suspect', 'explained'], 'with other counters');
});

test('a cross-check is of one owner, and stays with a connection that closes', () => {
  const found = crossChecks(web, 'fail');
  const before = assess([web], nothingAssessed, found);
  assert.deepEqual(verdicts(before), ['suspect']);
  assert.deepEqual(verdicts(assess([{...web, owner: owner('/usr/bin/wget')}], before, found)), ['explained']);
  const closing = {...web, state: 'FIN_WAIT2', owner: hidden('closing')} as const;
  const closed = assess([closing], before, found);
  assert.deepEqual(verdicts(closed), ['suspect']);
  assert.deepEqual(verdicts(assess([closing], closed, crossChecks(closing, 'unknown'))), ['suspect']);
});
