import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {known, unknown} from '../../../source/domain/known.ts';
import {hasDigest, readDigest} from '../../../source/system/packages/file-digest.ts';

const directory = mkdtempSync(join(tmpdir(), 'portwatch-digest-'));
after(() => rmSync(directory, {recursive: true}));
const signal = new AbortController().signal;

test('a file is compared with each kind of checksum, and again once it has changed', async () => {
  const path = join(directory, 'file');
  writeFileSync(path, 'content');
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
    const hex = createHash(algorithm).update('content').digest('hex');
    assert.deepEqual(await hasDigest(path, {algorithm, hex: hex.toUpperCase()}, signal), known(true));
  }
  const hex = createHash('md5').update('content').digest('hex');
  appendFileSync(path, '!');
  assert.deepEqual(await hasDigest(path, {algorithm: 'md5', hex}, signal), known(false));
});

test('an empty file has the checksum of nothing', async () => {
  const path = join(directory, 'empty');
  writeFileSync(path, '');
  const hex = createHash('sha256').digest('hex');
  assert.deepEqual(await hasDigest(path, {algorithm: 'sha256', hex}, signal), known(true));
});

test('a file of 10 GB is not read, and that is the reason why nothing is known of it', async () => {
  const path = join(directory, 'large');
  writeFileSync(path, '');
  truncateSync(path, 10 * 2 ** 30);
  const start = performance.now();
  assert.deepEqual(await hasDigest(path, {algorithm: 'md5', hex: ''}, signal), unknown('too-large'));
  assert.ok(performance.now() - start < 1000);
});

test('what is no file, or is not there, has no checksum', async () => {
  assert.deepEqual(await hasDigest(directory, {algorithm: 'md5', hex: ''}, signal), unknown('not-collected'));
  assert.deepEqual(await hasDigest('/dev/zero', {algorithm: 'md5', hex: ''}, signal), unknown('not-collected'));
  assert.deepEqual(await hasDigest(join(directory, 'no'), {algorithm: 'md5', hex: ''}, signal), unknown('exited'));
});

test('a file that changes while it is read, or gives way to another one, has no digest at first', async () => {
  const path = join(directory, 'swapped');
  writeFileSync(path, 'before');
  const changes: readonly (() => void)[] = [
    () => utimesSync(path, new Date(1000), new Date(1000)),
    () => writeFileSync(path, 'after'),
    () => {
      writeFileSync(`${path}-other`, 'another');
      renameSync(`${path}-other`, path);
    },
    () => {
      rmSync(path);
      execFileSync('mkfifo', [path]);
    },
  ];
  for (const change of changes) {
    // The file is looked at right away, and opened later.
    const reading = readDigest(path, 'sha256', signal);
    change();
    assert.deepEqual(await reading, unknown('not-collected'));
  }
  rmSync(path);
  writeFileSync(path, 'good');
  const hex = createHash('sha256').update('good').digest('hex');
  assert.deepEqual(await readDigest(path, 'sha256', signal), known(hex));
});
