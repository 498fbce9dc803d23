import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {readExecutable} from '../../../source/collect/owners/executable.ts';
import type {Executable} from '../../../source/domain/socket.ts';
import {sanitize} from '../../../source/domain/text.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';
import {skipWithout} from '../netlink/namespace.ts';
import {refusing} from './fake-proc.ts';

const sleep = '/bin/sleep';

const directoryOf = (context: TestContext): string => {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-exe-'));
  context.after(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
};
const run = async (context: TestContext, file: string, options: {cwd?: string} = {}): Promise<string> => {
  const child: ChildProcess = spawn(file, ['1000'], {stdio: 'ignore', ...options});
  context.after(() => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  return `/proc/${child.pid}`;
};
const read = (base: string, files: Files = realFiles, name = 'program'): Executable => {
  const executable = readExecutable(files, base, sanitize(name), 'needs-root');
  assert.ok(executable.known);
  return executable.value;
};

test('a program that stands where it was started is intact', async context => {
  const file = join(directoryOf(context), 'program');
  copyFileSync(sleep, file);
  chmodSync(file, 0o751);
  const {path, state, file: facts} = read(await run(context, file));
  assert.deepEqual([path, state], [file, 'intact']);
  assert.ok(facts.known);
  assert.deepEqual([facts.value.mode, facts.value.uid], [0o751, process.getuid?.()]);
});

test('a program whose file is gone is deleted, and replaced once another stands there', async context => {
  const file = join(directoryOf(context), 'program');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  rmSync(file);
  assert.deepEqual([read(base).path, read(base).state], [file, 'deleted']);
  copyFileSync(sleep, file);
  assert.deepEqual([read(base).path, read(base).state], [file, 'replaced']);
});

test('a symbolic link at its path is another file', async context => {
  const file = join(directoryOf(context), 'program');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  rmSync(file);
  symlinkSync(`${base}/exe`, file);
  assert.equal(read(base).state, 'replaced');
});

test('a program whose name ends in " (deleted)" is what it is called', async context => {
  const file = join(directoryOf(context), 'program (deleted)');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  assert.deepEqual([read(base).path, read(base).state], [file, 'intact']);
  rmSync(file);
  assert.deepEqual([read(base).path, read(base).state], [file, 'deleted']);
});

test('a program that was moved is intact at its new place', async context => {
  const file = join(directoryOf(context), 'program');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  renameSync(file, `${file}2`);
  assert.deepEqual([read(base).path, read(base).state], [`${file}2`, 'intact']);
});

test('the file itself or the first directory above that everybody may write is named', async context => {
  const directory = directoryOf(context);
  const inner = join(directory, 'inner');
  mkdirSync(inner);
  const file = join(inner, 'program');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  const writable = (): string | null => {
    const {file: facts} = read(base);
    return facts.known ? facts.value.writableByAll : 'unknown';
  };
  chmodSync(directory, 0o777);
  assert.equal(writable(), directory);
  // The sticky bit makes no difference.
  chmodSync(inner, 0o1777);
  assert.equal(writable(), inner);
  chmodSync(file, 0o757);
  assert.equal(writable(), file);
});

test('a program of the system is in no place that everybody may write', async context => {
  const {file: facts} = read(await run(context, sleep));
  assert.ok(facts.known);
  assert.equal(facts.value.writableByAll, null);
});

test('a program that was started outside of the root it has now is found in ours', async context => {
  const file = join(directoryOf(context), 'program');
  copyFileSync(sleep, file);
  const base = await run(context, file);
  const isInside = (path: string | Buffer): boolean => String(path).startsWith(`${base}/root/`);
  const other = realFiles.lstat(sleep);
  const files: Files = {...realFiles, lstat: path => (isInside(path) ? other : realFiles.lstat(path))};
  assert.deepEqual([read(base, files).path, read(base, files).state], [file, 'intact']);
  rmSync(file);
  assert.equal(read(base, files).state, 'replaced');
});

test('facts that may not be read are unknown, and a process that is gone has exited', async context => {
  const base = await run(context, sleep);
  assert.deepEqual(readExecutable(refusing(/\/exe$/), base, sanitize('sleep'), 'refused'), {
    known: false,
    why: 'refused',
  });
  assert.deepEqual(readExecutable(realFiles, '/proc/0', sanitize('sleep'), 'refused'), {known: false, why: 'exited'});
  const noStat: Files = {
    ...realFiles,
    stat: () => {
      throw Object.assign(new Error('EACCES'), {code: 'EACCES'});
    },
  };
  const {path, state, file} = read(base, noStat);
  assert.ok(path.endsWith('/sleep') || path.includes('busybox') || path.includes('coreutils'));
  assert.deepEqual([state, file], ['intact', {known: false, why: 'needs-root'}]);
});

test('a path that holds control characters is shown, not obeyed', async context => {
  const file = join(directoryOf(context), 'pro\x1b[8mgram\n');
  copyFileSync(sleep, file);
  const {path, state} = read(await run(context, file));
  assert.ok(path.endsWith('/pro\\x1b[8mgram\\x0a'));
  assert.equal(state, 'intact');
});

test('a program that runs by a link beside its file, of either kind, has the name of the link too', async context => {
  const directory = directoryOf(context);
  const file = join(directory, 'program');
  copyFileSync(sleep, file);
  symlinkSync('program', join(directory, 'server'));
  linkSync(file, join(directory, 'worker'));
  const base = await run(context, join(directory, 'server'));
  const aliasOf = (name: string): string | null => read(base, realFiles, name).alias;
  assert.equal(read(base).path, file);
  assert.deepEqual(['server', 'worker'].map(aliasOf), ['server', 'worker']);
  copyFileSync(sleep, `${file}2`);
  renameSync(`${file}2`, file);
  assert.deepEqual(['server', 'worker'].map(aliasOf), ['server', null], 'after an upgrade of both');
  rmSync(file);
  assert.equal(aliasOf('server'), null);
});

test('what a process calls itself is no name of its file because it sounds like one', async context => {
  const directory = directoryOf(context);
  mkdirSync(join(directory, 'inner'));
  const file = join(directory, 'program');
  copyFileSync(sleep, file);
  copyFileSync(sleep, join(directory, 'sshd'));
  symlinkSync('../program', join(directory, 'inner', 'nginx'));
  const base = await run(context, file);
  for (const name of ['sshd', 'absent', 'nginx', 'inner/nginx', '../program', '.', '..', '', 'program']) {
    assert.equal(read(base, realFiles, name).alias, null, name);
  }
});

test('a path that is longer than a link can be is named by its last component, with the rights of the file', {
  skip: skipWithout('python3'),
}, async context => {
  const directory = directoryOf(context);
  chmodSync(directory, 0o777);
  const script = `
import os, shutil, sys
os.chdir(sys.argv[1])
for _ in range(22):
  os.mkdir('d' * 200)
  os.chdir('d' * 200)
shutil.copy('${sleep}', 'sshd')
os.chmod('sshd', 0o750)
os.execv('./sshd', ['sleep', '1000'])
`;
  const child = spawn('python3', ['-c', script, directory], {stdio: 'ignore'});
  context.after(() => child.kill('SIGKILL'));
  const base = `/proc/${child.pid}`;
  while (realFiles.read(`${base}/comm`, 64).toString() !== 'sshd\n') await pause(10);
  const {path, state, alias, file} = read(base);
  assert.deepEqual([path, state, alias], ['…/sshd', 'unnameable', null]);
  assert.ok(file.known);
  assert.deepEqual([file.value.mode, file.value.writableByAll], [0o750, directory]);
  const noMaps: Files = {
    ...realFiles,
    read: name => {
      throw Object.assign(new Error(name), {code: 'EACCES'});
    },
  };
  assert.equal(read(base, noMaps, 'comm').path, '…/comm');
});
