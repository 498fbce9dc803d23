import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LsofResult} from '../../source/domain/inspection.ts';
import {trusted} from '../../source/domain/text.ts';
import {toLsofResult} from '../../source/inspect/run-lsof.ts';
import type {InsideResult} from '../../source/system/run-in-namespace.ts';
import {sampleSocket} from './sample.ts';

const commandLine = trusted('lsof -nP -i4TCP:22');
const listed = 'p8\0csshd\0u0\0Lroot\0\nf3\0au\0l \0tIPv4\0d1583\0PTCP\0n*:22\0TST=LISTEN\0\n';

const done = (changes: {
  code?: number | null;
  stdout?: string;
  stderr?: string;
  truncated?: boolean;
}): InsideResult => ({
  kind: 'done',
  code: changes.code === undefined ? 0 : changes.code,
  stdout: Buffer.from(changes.stdout ?? ''),
  stderr: Buffer.from(changes.stderr ?? ''),
  truncated: changes.truncated ?? false,
});

const judge = (result: InsideResult, fullSight = true, inode = 1583): LsofResult =>
  toLsofResult(result, sampleSocket({inode}), fullSight, commandLine);

test('a listed socket gives records, whatever the exit code', () => {
  assert.equal(judge(done({stdout: listed})).kind, 'records');
  assert.equal(judge(done({stdout: listed, code: 1})).kind, 'records');
});

test('a socket that is not listed is none where lsof sees its holders', () => {
  assert.deepEqual(judge(done({code: 1})), {kind: 'none', commandLine, others: 0});
  assert.deepEqual(judge(done({stdout: listed}), true, 9), {kind: 'none', commandLine, others: 1});
});

test('a socket that is not listed is refused elsewhere, with a remedy', () => {
  const result = judge(done({code: 1}), false);
  assert.equal(result.kind, 'refused');
  assert.match(result.kind === 'refused' ? result.message : '', /sudo lsof -nP -i4TCP:22$/);
});

test('an error message is a failure, never an empty list', () => {
  const result = judge(done({code: 1, stderr: 'lsof: IPv4 addresses are prohibited\nlsof 4.95.0\n'}));
  assert.deepEqual(result, {kind: 'failed', commandLine, message: 'lsof: IPv4 addresses are prohibited'});
});

test('a warning is no failure', () => {
  const stderr = "lsof: WARNING: can't stat() fuse file system\n      Output information may be incomplete.\n";
  assert.equal(judge(done({code: 1, stderr})).kind, 'none');
});

test('another exit code, and a list that was cut off, are failures', () => {
  assert.equal(judge(done({code: 127})).kind, 'failed');
  assert.equal(judge(done({code: null, truncated: true, stdout: listed}), true, 9).kind, 'failed');
  assert.equal(judge(done({code: null, truncated: true, stdout: listed})).kind, 'records');
});

test('no lsof, no time and a failed start each keep their kind', () => {
  assert.equal(judge({kind: 'missing', tool: 'lsof'}).kind, 'missing');
  const without = judge({kind: 'missing', tool: 'nsenter'});
  assert.match(without.kind === 'failed' ? without.message : '', /^nsenter is not installed/);
  assert.deepEqual(judge({kind: 'timed-out'}), {kind: 'timed-out', commandLine, limit: 5000});
  assert.equal(judge({kind: 'failed', message: trusted('EMFILE')}).kind, 'failed');
  assert.equal(judge({kind: 'aborted'}).kind, 'failed');
});
