import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {ownCacheDirectory} from '../../source/system/compile-cache.ts';

const uid = process.geteuid?.() ?? 0;
const skip = uid === 0 ? false : 'needs root';

/** A directory below one's own, where nobody else may write, and not below /tmp, where everybody may. */
function openBase(t: TestContext): string {
  const base = mkdtempSync(join(homedir(), '.portwatch-test-'));
  t.after(() => rmSync(base, {recursive: true, force: true}));
  return base;
}
const cacheIn = (base: string, user = uid): string | null => ownCacheDirectory({XDG_CACHE_HOME: base}, user);

test('the directory is made, for this user alone', t => {
  const base = openBase(t);
  assert.equal(cacheIn(base), join(base, 'portwatch'));
  assert.equal(statSync(join(base, 'portwatch')).mode & 0o777, 0o700);
  assert.equal(cacheIn(base), join(base, 'portwatch'), 'and is used again');
});

test('without XDG_CACHE_HOME, or with a relative one, it is in ~/.cache', t => {
  const base = openBase(t);
  const before = process.env.HOME;
  t.after(() => {
    process.env.HOME = before;
  });
  process.env.HOME = base;
  for (const env of [{}, {XDG_CACHE_HOME: 'here'}, {XDG_CACHE_HOME: ''}]) {
    assert.equal(ownCacheDirectory(env, uid), join(base, '.cache/portwatch'));
  }
});

test('a home or XDG_CACHE_HOME that does not exist is not made', t => {
  const base = openBase(t);
  const before = process.env.HOME;
  t.after(() => {
    process.env.HOME = before;
  });
  process.env.HOME = join(base, 'nonexistent');
  assert.equal(ownCacheDirectory({}, uid), null);
  assert.equal(cacheIn(join(base, 'missing')), null);
  assert.deepEqual(readdirSync(base), []);
});

test('a directory that others may write is not used, nor one below it', t => {
  for (const mode of [0o777, 0o1777, 0o775]) {
    const base = openBase(t);
    chmodSync(base, mode);
    assert.equal(cacheIn(base), null);
    assert.equal(cacheIn(join(base, 'below')), null);
    assert.equal(existsSync(join(base, 'portwatch')) || existsSync(join(base, 'below')), false, 'nor is any made');
  }
});

test('a directory of this name that others may write is not used', t => {
  const base = openBase(t);
  mkdirSync(join(base, 'portwatch'));
  chmodSync(join(base, 'portwatch'), 0o777);
  assert.equal(cacheIn(base), null);
});

test("another user's directory is not used, and nothing is made in it", t => {
  const base = openBase(t);
  const other = uid + 1;
  // Root gives the directory to another user; a user calls as another user.
  if (uid === 0) chownSync(base, other, other);
  assert.equal(cacheIn(base, uid === 0 ? uid : other), null);
  assert.equal(cacheIn(join(base, 'below'), uid === 0 ? uid : other), null);
  assert.deepEqual(readdirSync(base), []);
});

test('a directory of this name that is not this user’s is not used, nor is a file', {skip}, t => {
  const base = openBase(t);
  mkdirSync(join(base, 'portwatch'));
  chmodSync(base, 0o755);
  assert.equal(cacheIn(base, 1000), null, 'the directory is of root, who may write it');
  chownSync(join(base, 'portwatch'), 1000, 1000);
  chownSync(base, 1000, 1000);
  assert.equal(cacheIn(base, 1000), join(base, 'portwatch'), 'root’s home above it hinders nothing');
  assert.equal(cacheIn(base, 1001), null);
  chownSync(base, 0, 0);
  rmSync(join(base, 'portwatch'), {recursive: true});
  writeFileSync(join(base, 'portwatch'), '');
  assert.equal(cacheIn(base), null);
});

test('below a directory with the sticky bit a directory of one’s own is used', {skip}, t => {
  const base = openBase(t);
  const own = join(base, 'own');
  mkdirSync(own, {mode: 0o755});
  chmodSync(base, 0o1777);
  assert.equal(cacheIn(own), join(own, 'portwatch'));
});

test('the target of a link counts, not the place of the link', t => {
  const [base, open] = [openBase(t), openBase(t)];
  chmodSync(open, 0o777);
  symlinkSync(open, join(base, 'link'));
  assert.equal(cacheIn(join(base, 'link')), null);
  const own = openBase(t);
  symlinkSync(own, join(base, 'own'));
  assert.equal(cacheIn(join(base, 'own')), join(own, 'portwatch'));
});

test('where no directory can be made there is none', () => {
  assert.equal(cacheIn('/proc/self'), null);
  assert.equal(cacheIn('/dev/null'), null);
});
