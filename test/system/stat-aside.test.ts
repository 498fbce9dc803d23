import assert from 'node:assert/strict';
import {statSync} from 'node:fs';
import {test} from 'node:test';
import {statAside} from '../../source/system/stat-aside.ts';

const idOf = (path: string): string => {
  const {dev, ino} = statSync(path, {bigint: true});
  return `${dev}:${ino}`;
};

/** Keeps the event loop alive: the process that is asked does not. */
async function awaited<T>(work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {}, 10_000);
  return work.finally(() => clearTimeout(timer));
}

test('device and inode of each file, in order, links followed', {skip: process.platform !== 'linux'}, async () => {
  assert.deepEqual(await awaited(statAside(['/proc/self/root', process.execPath])), [
    idOf('/'),
    idOf(process.execPath),
  ]);
});

test('nothing is known where one of the files is not there', async () => {
  assert.equal(await awaited(statAside(['/', '/no/such/file'])), null);
});

test('one process at most is asked at a time', {skip: process.platform !== 'linux'}, async () => {
  const [first, second] = await awaited(Promise.all([statAside(['/']), statAside(['/'])]));
  assert.deepEqual([first, second].sort(), [[idOf('/')], null]);
  assert.deepEqual(await awaited(statAside(['/'])), [idOf('/')]);
});
