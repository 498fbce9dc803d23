import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LsofRecord, LsofResult} from '../../source/domain/inspection.ts';
import {known, unknown} from '../../source/domain/known.ts';
import {trusted} from '../../source/domain/text.ts';
import type {CheckResult} from '../../source/domain/verdict.ts';
import {crossCheck} from '../../source/inspect/cross-check.ts';
import type {FdStatus} from '../../source/linux/fd-status.ts';
import {holder} from './sample.ts';

const commandLine = trusted('lsof');
const none: LsofResult = {kind: 'none', commandLine, others: 0};
const blank = trusted('');

const record = (pid: number, command: string): LsofRecord => ({
  command: trusted(command),
  pid,
  user: blank,
  fd: blank,
  type: blank,
  device: blank,
  size: blank,
  node: blank,
  name: blank,
  protocol: blank,
  state: blank,
});

const names = (...records: LsofRecord[]): LsofResult => ({kind: 'records', commandLine, records, others: 0});
const now = (...states: [number, FdStatus][]): Map<number, FdStatus> => new Map(states);
const sshd = known([holder(812, 'sshd')]);
const pair = known([holder(812, 'sshd'), holder(900, 'sshd')]);

const result = (owner: Parameters<typeof crossCheck>[0], lsof: LsofResult, holding = now()): CheckResult =>
  crossCheck(owner, lsof, holding).result;

test('the same processes on both sides pass', () => {
  const check = crossCheck(sshd, names(record(812, 'sshd')), now([812, 'holds']));
  assert.deepEqual(check, {id: 'cross-check', result: 'pass', detail: 'lsof says the same: sshd (812)'});
});

test('a holder that lsof does not list fails, when it held the socket before and after', () => {
  const check = crossCheck(sshd, none, now([812, 'holds']));
  assert.equal(check.result, 'fail');
  assert.match(check.detail, /sshd \(812\)/);
});

test('another owner on lsof’s side fails', () => {
  const check = crossCheck(sshd, names(record(7, 'nginx')), now([812, 'holds'], [7, 'let-go']));
  assert.equal(check.result, 'fail');
  assert.match(check.detail, /nginx \(7\).*sshd \(812\)/);
});

test('one of two holders missing from lsof fails', () => {
  assert.equal(result(pair, names(record(812, 'sshd')), now([812, 'holds'], [900, 'holds'])), 'fail');
});

test('a holder that ended or let go while lsof ran proves nothing', () => {
  for (const state of ['gone', 'let-go'] as const) {
    const check = crossCheck(sshd, none, now([812, state]));
    assert.deepEqual([check.result, check.detail], ['unknown', 'sshd (812) let go of the socket before lsof read it']);
  }
  assert.equal(result(pair, names(record(812, 'sshd')), now([812, 'holds'], [900, 'gone'])), 'pass');
});

test('a process that has come to hold the socket since passes, one that does not hold it is unknown', () => {
  const both = names(record(812, 'sshd'), record(900, 'sshd'));
  assert.equal(result(sshd, both, now([812, 'holds'], [900, 'holds'])), 'pass');
  assert.equal(result(sshd, both, now([812, 'holds'], [900, 'let-go'])), 'unknown');
});

test('a process that may not be read, or was not read, is unknown', () => {
  const check = crossCheck(sshd, none, now([812, 'hidden']));
  assert.equal(check.result, 'unknown');
  assert.match(check.detail, /whether sshd \(812\) still has it open could not be read/);
  assert.equal(result(sshd, none), 'unknown');
  assert.equal(result(pair, names(record(812, 'sshd')), now([812, 'holds'])), 'unknown');
});

test('no owner on either side passes where the kernel is sure of it', () => {
  for (const why of ['closing', 'kernel', 'not-accepted', 'no-process'] as const)
    assert.equal(result(unknown(why), none), 'pass');
  for (const why of ['needs-root', 'other-namespace', 'exited', 'not-collected'] as const) {
    assert.equal(result(unknown(why), none), 'unknown');
  }
});

test('an owner that only lsof names passes where the kernel shows it now, and is unknown else', () => {
  const nginx = names(record(7, 'nginx'));
  assert.equal(result(unknown('exited'), nginx, now([7, 'holds'])), 'pass');
  const check = crossCheck(unknown('needs-root'), nginx, now([7, 'hidden']));
  assert.equal(check.result, 'unknown');
  assert.match(check.detail, /nginx \(7\).*needs root/);
});

test('a lsof that did not answer is unknown, with the exact reason', () => {
  const detail = (lsof: LsofResult): string => {
    const check = crossCheck(sshd, lsof, now([812, 'holds']));
    assert.equal(check.result, 'unknown');
    return check.detail;
  };
  const message = trusted('EMFILE');
  assert.equal(detail({kind: 'missing', commandLine, message}), 'lsof is not installed');
  assert.equal(detail({kind: 'timed-out', commandLine, limit: 5000}), 'lsof took longer than 5 s');
  assert.equal(detail({kind: 'failed', commandLine, message}), 'lsof failed: EMFILE');
  assert.match(detail({kind: 'refused', commandLine, others: 0, message}), /could not see every process/);
});

test('many processes are named by the first three and counted', () => {
  const owner = known([1, 2, 3, 4, 5].map(pid => holder(pid, 'w')));
  const check = crossCheck(owner, none, new Map([1, 2, 3, 4, 5].map(pid => [pid, 'holds'])));
  assert.match(check.detail, /w \(1\), w \(2\), w \(3\) and 2 more/);
  const three = known([1, 2, 3].map(pid => holder(pid, 'w')));
  assert.match(crossCheck(three, none, now([1, 'holds'], [2, 'holds'], [3, 'holds'])).detail, /w \(2\), w \(3\)$/);
});
