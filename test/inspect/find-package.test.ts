import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, realpath, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {type Known, known, unknown} from '../../source/domain/known.ts';
import {createPackageFinder, isFileOfHost} from '../../source/inspect/find-package.ts';
import type {LookUpPackages} from '../../source/system/packages/find-packages.ts';
import {type RunTool, runTool, type ToolResult} from '../../source/system/run-tool.ts';
import {lacks} from '../e2e/helpers/needs.ts';
import {done} from './sample.ts';

const signal = new AbortController().signal;

/** Answers by tool name; every other tool is missing. Notes what was run. */
function fake(answers: Record<string, (parameters: readonly string[]) => ToolResult>): {run: RunTool; runs: string[]} {
  const runs: string[] = [];
  const run: RunTool = async (tool, parameters, limits) => {
    runs.push(`${tool} ${parameters.join(' ')}`);
    if (limits.signal.aborted) return {kind: 'aborted'};
    return answers[tool]?.(parameters) ?? {kind: 'missing'};
  };
  return {run, runs};
}

const dpkg = (): ToolResult => done('secure shell (SSH) server\n');

/** What all package managers together have of a file. */
const knowing =
  (owner: Known<{name: string; manager: 'dpkg'; digest: null} | null>): LookUpPackages =>
  async paths =>
    new Map(paths.map(path => [path, owner]));

const owned = knowing(known({name: 'openssh-server', manager: 'dpkg', digest: null}));
const unread = knowing(unknown('database-unread'));

test('package and description come from the manager that owns the file', async () => {
  const {run} = fake({'dpkg-query': dpkg});
  assert.deepEqual(await createPackageFinder(run, owned)('/usr/sbin/sshd', signal), {
    package: known({name: 'openssh-server', manager: 'dpkg'}),
    description: known('secure shell (SSH) server'),
  });
});

test('a file that every manager disowns has no package, and no manual page speaks for it', async () => {
  const {run, runs} = fake({whatis: () => done('sshd (8) - OpenSSH daemon\n')});
  const found = await createPackageFinder(run, knowing(known(null)))('/usr/bin/sshd', signal);
  assert.deepEqual(found, {package: known(null), description: known(null)});
  assert.deepEqual(runs, []);
});

test('a list that could not be read leaves the package unknown, with the reason', async () => {
  const found = await createPackageFinder(fake({}).run, unread)('/usr/bin/sshd', signal);
  assert.deepEqual(found.package, unknown('database-unread'));
});

test('without any manager the manual page describes programs of the system, and only those', async () => {
  const {run} = fake({whatis: () => done('sshd (8)             - OpenSSH daemon\n')});
  const find = createPackageFinder(run, knowing(unknown('not-collected')));
  assert.deepEqual(await find('/usr/sbin/sshd', signal), {
    package: unknown('not-collected'),
    description: known('OpenSSH daemon'),
  });
  assert.deepEqual((await find('/tmp/sshd', signal)).description, known(null));
});

test('one file is looked up once, also at the same time; a failed lookup is repeated', async () => {
  const {run, runs} = fake({'dpkg-query': dpkg});
  const asked: string[] = [];
  const find = createPackageFinder(run, async (paths, limits) => {
    asked.push(...paths);
    return limits.aborted ? unread(paths, limits) : owned(paths, limits);
  });
  await Promise.all([find('/usr/sbin/sshd', signal), find('/usr/sbin/sshd', signal)]);
  await find('/usr/sbin/sshd', signal);
  assert.deepEqual(asked, ['/usr/sbin/sshd']);
  assert.equal(runs.length, 1);
  await find('/usr/sbin/other', AbortSignal.abort());
  await find('/usr/sbin/other', signal);
  assert.deepEqual(asked.slice(1), ['/usr/sbin/other', '/usr/sbin/other']);
});

test('an inspection that joins a stopped one still gets its answer', async () => {
  const {run} = fake({'dpkg-query': dpkg});
  const find = createPackageFinder(run, async (paths, limits) =>
    limits.aborted ? unread(paths, limits) : owned(paths, limits),
  );
  const [, second] = await Promise.all([find('/usr/sbin/sshd', AbortSignal.abort()), find('/usr/sbin/sshd', signal)]);
  assert.deepEqual(second.package, known({name: 'openssh-server', manager: 'dpkg'}));
});

test('a description that was not found is looked up again', async () => {
  let answers = false;
  const {run} = fake({
    'dpkg-query': () => (answers ? dpkg() : {kind: 'timed-out'}),
  });
  const find = createPackageFinder(run, owned);
  assert.deepEqual(await find('/usr/sbin/sshd', signal), {
    package: known({name: 'openssh-server', manager: 'dpkg'}),
    description: unknown('not-collected'),
  });
  answers = true;
  assert.deepEqual((await find('/usr/sbin/sshd', signal)).description, known('secure shell (SSH) server'));
});

test('without an answer of whatis the description is unknown', async () => {
  const {run} = fake({whatis: () => ({kind: 'timed-out'})});
  assert.deepEqual(
    (await createPackageFinder(run, unread)('/usr/sbin/sshd', signal)).description,
    unknown('not-collected'),
  );
});

test("Debian's packages are found by either name of a merged directory", {
  skip: lacks('/usr/bin/dpkg-query'),
}, async () => {
  const find = createPackageFinder(runTool);
  const shell = await find(await realpath('/bin/dash'), signal);
  assert.deepEqual(shell.package, known({name: 'dash', manager: 'dpkg'}));
  assert.ok(shell.description.known && shell.description.value !== null);
});

test('the package of lsof is lsof', {skip: lacks('/usr/bin/dpkg-query') || lacks('/usr/bin/lsof')}, async () => {
  const found = await createPackageFinder(runTool)('/usr/bin/lsof', signal);
  assert.deepEqual(found.package, known({name: 'lsof', manager: 'dpkg'}));
  assert.match(found.description.known ? (found.description.value ?? '') : '', /open files/);
});

test('a file of no package has none', {skip: lacks('/usr/bin/dpkg-query')}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'package-'));
  try {
    await writeFile(join(directory, 'a*'), '');
    const found = await createPackageFinder(runTool)(join(directory, 'a*'), signal);
    assert.deepEqual(found.package, known(null));
  } finally {
    await rm(directory, {recursive: true});
  }
});

test('a path is of this host where the same file runs, or a deleted one had the same root and mounts', async () => {
  assert.deepEqual(await isFileOfHost(process.pid, process.execPath, false), known(true));
  assert.deepEqual(await isFileOfHost(process.pid, '/bin/sh', false), known(false));
  assert.deepEqual(await isFileOfHost(process.pid, '/no/such/file', false), known(false));
  assert.deepEqual(await isFileOfHost(process.pid, '/no/such/file', true), known(true));
  assert.deepEqual(await isFileOfHost(1 << 25, '/bin/sh', false), unknown('exited'));
  assert.deepEqual(await isFileOfHost(1 << 25, '/no/such/file', true), unknown('exited'));
});

test('a deleted file of another mount namespace is no file of this one', {
  skip: process.geteuid?.() === 0 ? lacks('/usr/bin/unshare') : 'needs root',
}, async () => {
  const child = spawn('/usr/bin/unshare', ['--mount', 'sh', '-c', 'echo; exec sleep 600']);
  try {
    await once(child.stdout, 'data');
    assert.deepEqual(await isFileOfHost(child.pid ?? 0, '/no/such/file', true), known(false));
  } finally {
    child.kill('SIGKILL');
  }
});
