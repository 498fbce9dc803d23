import assert from 'node:assert/strict';
import {chmodSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {test} from 'node:test';
import {createBaselineReader, withBaseline} from '../../source/baseline/with-baseline.ts';
import type {Baseline} from '../../source/domain/baseline.ts';
import type {Collector, Snapshot} from '../../source/domain/snapshot.ts';
import {trusted} from '../../source/domain/text.ts';
import {fileWith, options, ssh} from './files.ts';

const gap = {kind: 'owners', count: 2, text: trusted('2 owners need root')};
const snapshot: Snapshot = {
  ...{takenAt: 0, took: 1, host: trusted('web'), source: 'procfs', sockets: [], problems: [gap]},
};
const collector: Collector = {
  id: 'procfs',
  poll: async () => snapshot,
  quickSnapshot: async () => snapshot,
  close() {},
};

test('each snapshot has the baseline: the same object as long as the file is the same', async t => {
  const path = fileWith(t, ssh);
  const heard: (Baseline | null)[] = [];
  const {poll, quickSnapshot} = withBaseline(collector, createBaselineReader(path, options), each => heard.push(each));
  const first = (await quickSnapshot?.())?.baseline;
  assert.ok(first);
  assert.equal((await poll()).baseline, first);
  assert.equal((await poll()).problems, snapshot.problems);
  writeFileSync(path, ssh.replace('22', '23'));
  const second = (await poll()).baseline;
  assert.deepEqual(
    second?.blocks.map(block => block.kind === 'listener' && block.port),
    [23],
  );
  assert.equal((await poll()).baseline, second);
  rmSync(path);
  const removed = await poll();
  assert.equal(removed.baseline, undefined);
  assert.match(removed.problems[0]?.text ?? '', /^the baseline was not read: \/\S+: it was removed: put it back/);
  writeFileSync(path, ssh, {mode: 0o600});
  assert.ok((await poll()).baseline);
  assert.deepEqual(
    heard.map(each => each?.blocks.length),
    [1, 1, undefined, 1],
  );
});

test('a directory that others may write makes the baseline a problem, though the file is the same', async t => {
  const path = fileWith(t, ssh);
  const {poll} = withBaseline(collector, createBaselineReader(path, options));
  assert.ok((await poll()).baseline);
  chmodSync(dirname(path), 0o777);
  const open = await poll();
  assert.equal(open.baseline, undefined);
  assert.match(open.problems[0]?.text ?? '', /others may write the directory/);
  chmodSync(dirname(path), 0o700);
  assert.ok((await poll()).baseline);
});

test('a baseline that is broken or refused is a problem, and the sockets are there', async t => {
  const path = fileWith(t, `${ssh}colour = 1\n`);
  const {poll} = withBaseline(collector, createBaselineReader(path, options));
  const broken = await poll();
  assert.equal(broken.baseline, undefined);
  assert.equal(broken.sockets, snapshot.sockets);
  assert.deepEqual(
    broken.problems.map(({kind}) => kind),
    ['baseline', 'owners'],
  );
  assert.match(
    broken.problems[0]?.text ?? '',
    /^the baseline was not read: \/\S+, line 4: \[\[listener\]\] has no key "c/,
  );
  writeFileSync(path, ssh);
  assert.ok((await poll()).baseline);
  chmodSync(path, 0o666);
  assert.match(
    (await poll()).problems[0]?.text ?? '',
    /^the baseline was not read: \S+: others may write it: run chmod/,
  );
  chmodSync(path, 0o600);
  assert.deepEqual((await poll()).problems, [gap]);
});

test('without a file the snapshot is the very same, until there is one', async t => {
  const path = fileWith(t, ssh);
  rmSync(path);
  const {poll} = withBaseline(collector, createBaselineReader(path, options));
  assert.equal(await poll(), snapshot);
  writeFileSync(path, ssh, {mode: 0o600});
  assert.ok((await poll()).baseline);
});

test('a directory that was mended is noticed, although the file did not change', async t => {
  const path = fileWith(t, ssh);
  const directory = path.slice(0, path.lastIndexOf('/'));
  chmodSync(directory, 0o777);
  const {poll} = withBaseline(collector, createBaselineReader(path, options));
  assert.match((await poll()).problems[0]?.text ?? '', /others may write the directory/);
  chmodSync(directory, 0o700);
  assert.ok((await poll()).baseline);
});
