import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {createLookUpPackages, type Found} from '../../../source/system/packages/find-packages.ts';
import {type Answers, answersInFile} from '../../../source/system/packages/kept-answers.ts';
import type {PackageDatabase} from '../../../source/system/packages/package-database.ts';

const found: Found = {name: 'ssh', digest: {algorithm: 'md5', hex: 'ab'}, manager: 'dpkg'};

test('answers are read as they were written, by this user alone; a file that is not whole has none', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-answers-'));
  t.after(() => rmSync(folder, {recursive: true}));
  const {read, write} = answersInFile(() => folder);
  assert.equal(read(), null);
  const answers: Answers = {
    stamp: '1 2 3',
    found: new Map([
      ['/usr/sbin/sshd', found],
      ['/opt/own', null],
    ]),
  };
  await write(answers);
  assert.deepEqual(read(), answers);
  assert.equal(statSync(join(folder, 'packages.json')).mode & 0o777, 0o600);
  for (const text of ['', '{"stamp":"1', 'null', '{"stamp":"1 2 3","found":[7]}']) {
    writeFileSync(join(folder, 'packages.json'), text);
    assert.equal(read(), null, text);
  }
});

test('where there is no directory for them, answers are not kept', async () => {
  const {read, write} = answersInFile(() => null);
  await write({stamp: '', found: new Map()});
  assert.equal(read(), null);
  const absent = answersInFile(() => '/nonexistent');
  await absent.write({stamp: '', found: new Map()});
  assert.equal(absent.read(), null);
});

test('the next run asks no package manager again, until a package comes or goes', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-answers-'));
  t.after(() => rmSync(folder, {recursive: true}));
  const asked: string[][] = [];
  const status = join(folder, 'status');
  writeFileSync(status, 'one');
  const database: PackageDatabase = {
    manager: 'dpkg',
    files: [status],
    async find(files) {
      asked.push(files.map(([path]) => path));
      return {found: new Map([['/usr/sbin/sshd', {name: 'ssh', digest: null}]]), isWhole: true};
    },
  };
  const run = async (...paths: readonly string[]) => {
    const lookUp = createLookUpPackages(
      () => Promise.reject(new Error('no tool is run')),
      [database],
      undefined,
      answersInFile(() => folder),
    );
    const packages = await lookUp(paths, new AbortController().signal);
    return [...packages.values()].map(each => each.known && (each.value?.name ?? null));
  };
  assert.deepEqual(await run('/usr/sbin/sshd', '/opt/own'), ['ssh', null]);
  assert.deepEqual(await run('/usr/sbin/sshd', '/opt/own'), ['ssh', null]);
  assert.deepEqual(asked, [['/usr/sbin/sshd', '/opt/own']]);
  assert.deepEqual(await run('/opt/other', '/opt/own'), [null, null]);
  assert.deepEqual(asked.slice(1), [['/opt/other']], 'of a new path alone');
  writeFileSync(status, 'another size');
  assert.deepEqual(await run('/opt/own'), [null]);
  assert.deepEqual(asked.slice(2), [['/opt/own']]);
  assert.ok(readdirSync(folder).includes('packages.json'));
});
