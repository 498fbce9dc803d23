import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {LockedError, withLock} from '../../source/baseline/file-lock.ts';
import {ownDirectory} from './files.ts';

const past = new Date(Date.now() - 60_000);

suite('a lock', () => {
  test('is there during the work alone, also where the work fails', async t => {
    const path = join(ownDirectory(t), 'lock');
    assert.match(
      await withLock(path, async () => readFileSync(path, 'utf8')),
      new RegExp(`^${process.pid} [1-9]\\d+ `),
    );
    await assert.rejects(
      withLock(path, () => Promise.reject(new Error('full'))),
      /full/,
    );
    assert.equal(existsSync(path), false);
  });

  test('lets one work begin after the other has ended', async t => {
    const path = join(ownDirectory(t), 'lock');
    let working = 0;
    const work = async (): Promise<number> => {
      working++;
      await new Promise(setImmediate);
      return working--;
    };
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => withLock(path, work))), [1, 1, 1]);
  });

  test('of a process that is gone is taken away', async t => {
    const directory = ownDirectory(t);
    const path = join(directory, 'lock');
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    // The third is of no process: its maker ended before it wrote its name.
    for (const text of [`${child.pid} 1000000 token\n`, `${process.pid} 1000000 token\n`, '']) {
      writeFileSync(path, text);
      utimesSync(path, past, past);
      assert.equal(await withLock(path, async () => 'done', 50), 'done');
    }
    assert.deepEqual(readdirSync(directory), []);
  });

  test('that is no file is named, and not waited on for ever', async t => {
    const path = join(ownDirectory(t), 'lock');
    const message = `another process is writing it: try again, or remove ${path} where that is no portwatch`;
    for (const make of [() => execFileSync('mkfifo', [path]), () => mkdirSync(path), () => symlinkSync('/', path)]) {
      make();
      await assert.rejects(
        withLock(path, async () => {}, 50),
        {message},
      );
      rmSync(path, {recursive: true});
    }
  });

  test('of a process that runs, and a young one, are waited for', async t => {
    const path = join(ownDirectory(t), 'lock');
    writeFileSync(path, `${process.pid} 0 token\n`);
    utimesSync(path, past, past);
    await assert.rejects(
      withLock(path, async () => {}, 50),
      {
        message: `process ${process.pid} is writing it: try again, or remove ${path} where that is no portwatch`,
      },
    );
    writeFileSync(path, '');
    await assert.rejects(
      withLock(path, async () => {}, 50),
      {message: 'another process is writing it: try again'},
    );
    assert.equal(readFileSync(path, 'utf8'), '');
  });

  test('that was taken away meanwhile is noticed, and the lock of another stays', async t => {
    const path = join(ownDirectory(t), 'lock');
    const stolen = withLock(path, async assertHeld => {
      assertHeld();
      writeFileSync(path, 'mine');
      assertHeld();
    });
    await assert.rejects(stolen, LockedError);
    assert.equal(readFileSync(path, 'utf8'), 'mine');
  });
});
