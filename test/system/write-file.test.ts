import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {writeNewFile} from '../../source/system/write-file.ts';

const at = Date.UTC(2026, 10, 21, 20, 0, 0);
const name = 'portwatch-20261121-200000';

/** An empty directory to work in, until the test ends. */
function workIn(t: TestContext): string {
  const before = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-write-'));
  process.chdir(directory);
  t.after(() => {
    process.chdir(before);
    rmSync(directory, {recursive: true, force: true});
  });
  return directory;
}

test('a file is named after the time of the poll, holds the text, and only this user may read it', async t => {
  const directory = workIn(t);
  const mask = process.umask(0);
  t.after(() => process.umask(mask));
  assert.equal(await writeNewFile('{}\n', at, 'json'), `wrote ${directory}/${name}.json`);
  assert.equal(readFileSync(`${name}.json`, 'utf8'), '{}\n');
  assert.equal(statSync(`${name}.json`).mode & 0o7777, 0o600);
});

test('nothing is ever written over: the next name is taken', async t => {
  const directory = workIn(t);
  writeFileSync(`${name}.csv`, 'precious');
  writeFileSync('target', 'precious too');
  symlinkSync('target', `${name}-2.csv`);
  symlinkSync('nowhere', `${name}-3.csv`);
  assert.equal(await writeNewFile('a,b\r\n', at, 'csv'), `wrote ${directory}/${name}-4.csv`);
  assert.equal(await writeNewFile('c\r\n', at, 'csv'), `wrote ${directory}/${name}-5.csv`);
  assert.deepEqual(
    [`${name}.csv`, 'target', `${name}-4.csv`].map(file => readFileSync(file, 'utf8')),
    ['precious', 'precious too', 'a,b\r\n'],
  );
  assert.ok(!readdirSync('.').includes('nowhere'), 'a link that leads nowhere is not followed');
});

test('where all names are taken nothing is written, and a line states the reason', async t => {
  workIn(t);
  const names = [name, ...Array.from({length: 99}, (_, index) => `${name}-${index + 2}`)];
  for (const each of names) writeFileSync(`${each}.json`, '');
  assert.equal(await writeNewFile('{}', at, 'json'), 'wrote nothing: there are too many such files here');
  assert.equal(readdirSync('.').length, 100);
});

test('on a file system without hard links a file gets its name too, and never that of another', async t => {
  workIn(t);
  const refuse = (code: string) => () => Promise.reject(Object.assign(new Error(code), {code}));
  writeFileSync(`${name}.csv`, 'precious');
  for (const code of ['EPERM', 'EOPNOTSUPP', 'ENOSYS']) await writeNewFile(code, at, 'csv', refuse(code));
  const files = readdirSync('.').sort();
  assert.deepEqual(
    files,
    ['-2.csv', '-3.csv', '-4.csv', '.csv'].map(end => `${name}${end}`),
  );
  const texts = ['.csv', '-2.csv', '-3.csv', '-4.csv'].map(end => readFileSync(`${name}${end}`, 'utf8'));
  assert.deepEqual(texts, ['precious', 'EPERM', 'EOPNOTSUPP', 'ENOSYS']);
});

test('a file that cannot get its name leaves nothing behind', async t => {
  const directory = workIn(t);
  const full = () => Promise.reject(Object.assign(new Error('ENOSPC'), {code: 'ENOSPC'}));
  assert.equal(
    await writeNewFile('{}', at, 'json', full),
    `could not write ${directory}/${name}.json: the disk is full`,
  );
  assert.deepEqual(readdirSync('.'), []);
});

test('two files written at once are both whole', async t => {
  workIn(t);
  const long = 'x'.repeat(1 << 20);
  await Promise.all([writeNewFile(long, at, 'json'), writeNewFile(long, at, 'json')]);
  const files = readdirSync('.').sort();
  assert.deepEqual(files, [`${name}-2.json`, `${name}.json`]);
  for (const file of files) assert.equal(readFileSync(file, 'utf8'), long);
});

test('a working directory that is gone is reported', async t => {
  const directory = workIn(t);
  rmSync(directory, {recursive: true});
  assert.equal(await writeNewFile('{}', at, 'json'), `could not write ${name}.json: there is no such directory`);
});

test('a directory that takes no file is reported, with the reason', async t => {
  workIn(t);
  // Nobody can make a file in /proc, not even root.
  process.chdir('/proc');
  const line = await writeNewFile('{}', at, 'json');
  assert.match(line, new RegExp(`^could not write /proc/${name}\\.json: there is no such directory$`));
});
