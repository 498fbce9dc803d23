import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {suite, test} from 'node:test';
import type {BaselineEdit} from '../../source/baseline/edit-baseline.ts';
import {readBaseline} from '../../source/baseline/read-baseline.ts';
import {writeBaseline} from '../../source/baseline/write-baseline.ts';
import {listener} from './blocks.ts';
import {fileWith, options, ownDirectory, ssh} from './files.ts';

const isRoot = process.geteuid?.() === 0;

const append = (port: number): BaselineEdit => ({kind: 'append', block: listener({port})});
const portsIn = (path: string): readonly unknown[] => {
  const reading = readBaseline(path, options);
  return reading.kind === 'read' ? reading.baseline.blocks.map(block => block.kind === 'listener' && block.port) : [];
};
const modeOf = (path: string): number => statSync(path).mode & 0o7777;
const reasonOf = async (path: string): Promise<string> => {
  const result = await writeBaseline(path, [append(1)], options);
  return result.kind === 'refused' ? result.reason : result.kind;
};

test('a file that is absent is made with its directories, for this user alone', async t => {
  const directory = ownDirectory(t);
  const mask = process.umask(0);
  t.after(() => process.umask(mask));
  const path = join(directory, '.config/portwatch/baseline.toml');
  assert.deepEqual(await writeBaseline(path, [append(1)], options), {kind: 'written', isFirst: true});
  assert.deepEqual(await writeBaseline(path, [append(2)], options), {kind: 'written', isFirst: false});
  assert.deepEqual(portsIn(path), [1, 2]);
  assert.deepEqual([path, dirname(path), dirname(dirname(path))].map(modeOf), [0o600, 0o700, 0o700]);
  assert.deepEqual(readdirSync(dirname(path)), ['baseline.toml'], 'neither lock nor part of a file is left');
});

test('a file keeps the permissions that somebody gave it', async t => {
  const path = fileWith(t, ssh);
  chmodSync(path, 0o644);
  await writeBaseline(path, [append(2)], options);
  assert.equal(modeOf(path), 0o644);
  assert.deepEqual(portsIn(path), [22, 2]);
});

test('a link stays, and the file that it leads to is written, also where it is absent', async t => {
  const directory = ownDirectory(t);
  mkdirSync(join(directory, 'git'));
  const path = join(directory, 'baseline.toml');
  symlinkSync('second', path);
  symlinkSync('git/baseline.toml', join(directory, 'second'));
  for (const port of [1, 2]) assert.equal((await writeBaseline(path, [append(port)], options)).kind, 'written');
  assert.ok(lstatSync(path).isSymbolicLink());
  assert.deepEqual(portsIn(join(directory, 'git/baseline.toml')), [1, 2]);
  assert.deepEqual(readdirSync(directory).sort(), ['baseline.toml', 'git', 'second']);
});

suite('a file that is broken or refused stays as it is, and a line names file and reason', () => {
  test('broken', async t => {
    const path = fileWith(t, `${ssh}colour = 1\n`);
    assert.match(await reasonOf(path), /^\S+baseline\.toml, line 4: \[\[listener\]\] has no key "colour"/);
    assert.equal(readFileSync(path, 'utf8'), `${ssh}colour = 1\n`);
  });

  test('others may write it, or the directory in which it would be made', async t => {
    const path = fileWith(t, ssh);
    chmodSync(path, 0o666);
    assert.equal(await reasonOf(path), `${path}: others may write it: run chmod go-w ${path}`);
    assert.equal(readFileSync(path, 'utf8'), ssh);
    const directory = ownDirectory(t);
    chmodSync(directory, 0o1777);
    assert.match(await reasonOf(join(directory, 'x.toml')), /x\.toml: others may write the directory/);
    assert.deepEqual(readdirSync(directory), []);
  });

  test('a block of another time that is no longer there', async t => {
    const path = fileWith(t, ssh);
    const placed = {...listener({port: 99}), lines: {first: 1, last: 1}};
    assert.deepEqual(await writeBaseline(path, [{kind: 'withdraw', placed}], options), {
      kind: 'refused',
      reason: `${path}: the block is no longer there: the file was changed meanwhile`,
    });
  });

  test('a directory in which this user may not write', {skip: !isRoot && 'needs root'}, async t => {
    const directory = ownDirectory(t);
    chmodSync(directory, 0o755);
    const path = join(directory, 'baseline.toml');
    writeFileSync(path, ssh, {mode: 0o644});
    process.seteuid?.(65_534);
    try {
      const result = await writeBaseline(path, [append(1)], {...options, euid: 65_534});
      assert.deepEqual(result, {kind: 'refused', reason: `${path}: not permitted here`});
    } finally {
      process.seteuid?.(0);
    }
  });

  test('a path below a file', async t => {
    const path = fileWith(t, ssh);
    assert.match(await reasonOf(join(path, 'baseline.toml')), /^\S+baseline\.toml\/baseline\.toml: \S/);
    assert.equal(readFileSync(path, 'utf8'), ssh);
  });
});

/** A script in a process of its own that adds blocks for these ports, one after the other. */
const adds = (path: string, from: number, count: number): string => `
  import {writeBaseline} from '${import.meta.resolve('../../source/baseline/write-baseline.ts')}';
  import {listener, checks} from '${import.meta.resolve('./blocks.ts')}';
  for (let port = ${from}; port < ${from + count}; port++) {
    const edit = {kind: 'append', block: listener({port})};
    const result = await writeBaseline('${path}', [edit], {euid: process.geteuid(), checks});
    if (result.kind !== 'written') throw new Error(result.reason);
  }`;

test('two programs that write at the same time do not lose blocks of each other', async t => {
  const path = join(ownDirectory(t), 'baseline.toml');
  const children = [1, 1001].map(from =>
    spawn(process.execPath, ['--input-type=module', '-e', adds(path, from, 50)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  assert.deepEqual(
    (await Promise.all(children.map(child => once(child, 'close')))).map(([code]) => code),
    [0, 0],
  );
  const ports = portsIn(path);
  assert.equal(ports.length, 100);
  assert.equal(new Set(ports).size, 100);
  assert.deepEqual(readdirSync(dirname(path)), ['baseline.toml']);
});
