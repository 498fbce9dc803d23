import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {writableByOthers} from '../../source/system/root-only.ts';

const root = 0;
const user = 1000;
const other = 1001;

/** A directory of root's below directories of root's, which /tmp is not. */
function rootsOwn(t: TestContext): string {
  const directory = realpathSync(mkdtempSync(join(homedir(), '.portwatch-test-')));
  t.after(() => rmSync(directory, {recursive: true}));
  return directory;
}

function directory(path: string, uid: number, mode: number): string {
  mkdirSync(path);
  chownSync(path, uid, uid);
  chmodSync(path, mode);
  return path;
}

function file(path: string, uid: number, mode: number): string {
  writeFileSync(path, '');
  chownSync(path, uid, uid);
  chmodSync(path, mode);
  return path;
}

function link(path: string, target: string): string {
  symlinkSync(target, path);
  return path;
}

const isRoot = process.geteuid?.() === 0;

suite('a path that others than its owners may change', {skip: isRoot ? false : 'needs root, to own the files'}, () => {
  test('is none where owners alone may write it and all above it', t => {
    const base = rootsOwn(t);
    const own = directory(join(base, 'own'), user, 0o755);
    assert.equal(writableByOthers(file(join(base, 'file'), root, 0o644), [root]), null);
    assert.equal(writableByOthers(file(join(own, 'file'), user, 0o600), [root, user]), null);
    assert.equal(writableByOthers(join(base, 'absent/below'), [root]), null, 'it would be made in a safe place');
  });

  test('is the file itself, or the first open directory above it', t => {
    const base = rootsOwn(t);
    for (const mode of [0o664, 0o646]) {
      const open = file(join(base, `open-${mode.toString(8)}`), root, mode);
      assert.equal(writableByOthers(open, [root]), open);
    }
    const foreign = file(join(base, 'foreign'), other, 0o600);
    assert.equal(writableByOthers(foreign, [root, user]), foreign);
    const open = directory(join(base, 'open'), root, 0o777);
    assert.equal(writableByOthers(file(join(directory(join(open, 'a'), root, 0o755), 'b'), root, 0o644), [root]), open);
    assert.equal(writableByOthers(join(open, 'absent'), [root]), open);
  });

  test('may lie in a directory with the sticky bit, and not be one, nor be missing in one', t => {
    const sticky = directory(join(rootsOwn(t), 'sticky'), root, 0o1777);
    assert.equal(writableByOthers(file(join(sticky, 'file'), root, 0o644), [root]), null);
    assert.equal(writableByOthers(directory(join(sticky, 'below'), root, 0o755), [root]), null);
    assert.equal(writableByOthers(sticky, [root]), sticky);
    assert.equal(writableByOthers(join(sticky, 'absent'), [root]), sticky);
    const foreign = file(join(sticky, 'foreign'), other, 0o644);
    assert.equal(writableByOthers(foreign, [root]), foreign);
  });

  test('may be a link whose mode is open to all, as that of every link is', t => {
    const base = rootsOwn(t);
    file(join(base, 'file'), root, 0o644);
    assert.equal(writableByOthers(link(join(base, 'link'), 'file'), [root]), null);
    directory(join(base, 'a'), root, 0o755);
    assert.equal(writableByOthers(link(join(base, 'a/up'), '../././file'), [root]), null);
  });

  test('is found behind links, each of which may itself be one', t => {
    const base = rootsOwn(t);
    const sticky = directory(join(base, 'sticky'), root, 0o1777);
    const target = file(join(base, 'target'), root, 0o644);
    const foreign = link(join(sticky, 'foreign'), target);
    lchownSync(foreign, other, other);
    assert.equal(writableByOthers(link(join(base, 'by-a-link-of-another'), foreign), [root]), foreign);
    const open = directory(join(base, 'open'), root, 0o777);
    file(join(open, 'file'), root, 0o644);
    assert.equal(writableByOthers(link(join(base, 'into-an-open-directory'), 'open/file'), [root]), open);
    assert.equal(writableByOthers(link(join(base, 'to-nothing-yet'), join(sticky, 'absent')), [root]), sticky);
    const up = directory(join(sticky, 'up'), root, 0o755);
    assert.equal(writableByOthers(link(join(up, 'above'), '..'), [root]), sticky);
  });

  test('is not looked for in a circle of links, or below a file', t => {
    const base = rootsOwn(t);
    link(join(base, 'there'), 'back');
    assert.throws(() => writableByOthers(link(join(base, 'back'), 'there'), [root]), {code: 'ELOOP'});
    file(join(base, 'file'), root, 0o644);
    assert.throws(() => writableByOthers(join(base, 'file/below'), [root]), {code: 'ENOTDIR'});
  });
});
