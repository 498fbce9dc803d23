import assert from 'node:assert/strict';
import {chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {systemDirectories} from '../../source/system/find-tool.ts';
import {safeSearchPath} from '../../source/system/search-path.ts';

const skip = process.geteuid?.() === 0 ? false : 'needs root';

/** A directory of root's own below directories of root's own, which /tmp is not. */
function rootsOwn(t: TestContext): string {
  const directory = mkdtempSync('/var/lib/portwatch-path-');
  t.after(() => rmSync(directory, {recursive: true}));
  chmodSync(directory, 0o755);
  return directory;
}

/** A directory with this owner and mode. */
function make(path: string, uid: number, mode: number): string {
  mkdirSync(path);
  chmodSync(path, mode);
  chownSync(path, uid, 0);
  return path;
}

test('relative entries, which name the working directory, are never used', () => {
  assert.equal(safeSearchPath('.::bin:../x:/usr/bin:/home/ann/bin', 1000), '/usr/bin:/home/ann/bin');
});

test('where nothing is left it is the directories of the system', () => {
  for (const path of ['', '.', ':bin:']) assert.equal(safeSearchPath(path, 1000), systemDirectories.join(':'), path);
});

test('for root, a directory is left out where others may write or own it, or one on the way to it', {skip}, t => {
  const base = rootsOwn(t);
  const own = make(join(base, 'own'), 0, 0o755);
  const open = make(join(base, 'open'), 0, 0o1777);
  const foreign = make(join(base, 'foreign'), 65_534, 0o755);
  const below = make(join(foreign, 'bin'), 0, 0o755);
  const link = join(base, 'link');
  symlinkSync(below, link);
  const absent = join(own, 'absent');
  const inOpen = make(join(open, 'bin'), 0, 0o755);
  const group = make(join(base, 'group'), 0, 0o775);
  const circle = join(base, 'circle');
  symlinkSync(circle, circle);
  const outside = [open, foreign, below, link, join(open, 'absent'), group, circle, '/etc/passwd/bin', '/tmp'];
  const all = [own, absent, inOpen, ...outside, '/usr/bin'];
  assert.deepEqual(safeSearchPath(all.join(':'), 0).split(':'), [own, absent, inOpen, '/usr/bin']);
  assert.deepEqual(safeSearchPath(all.join(':'), 1000).split(':'), all);
});

test('the PATH that root usually has stays as it is', {skip}, () => {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  assert.equal(safeSearchPath(path, 0), path);
});
