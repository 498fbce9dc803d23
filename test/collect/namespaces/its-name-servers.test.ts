import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {readItsNameServers} from '../../../source/collect/namespaces/its-name-servers.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';

/** A procfs of a member `9`, and its /etc. */
function openMember(t: TestContext): {readonly proc: string; readonly etc: string} {
  const proc = mkdtempSync(join(tmpdir(), 'portwatch-resolv-'));
  t.after(() => rmSync(proc, {recursive: true}));
  const etc = join(proc, '9/root/etc');
  mkdirSync(etc, {recursive: true});
  return {proc, etc};
}

const read = (proc: string, paths: readonly string[] = []) =>
  readItsNameServers({paths, members: ['8', '9']}, proc, realFiles);
const none = {servers: unknown('not-collected'), ofRoot: true};

test('the name servers of a namespace are those of its members', t => {
  const {proc, etc} = openMember(t);
  writeFileSync(join(etc, 'resolv.conf'), 'nameserver 127.0.0.11\nnameserver 10.89.0.1\n', {mode: 0o644});
  const {servers, ofRoot} = read(proc);
  assert.deepEqual(servers, known(['127.0.0.11', '10.89.0.1']));
  assert.equal(ofRoot, process.getuid?.() === 0);
});

test('a file that others may change is not of root', {skip: process.getuid?.() !== 0 && 'needs root'}, t => {
  const {proc, etc} = openMember(t);
  const path = join(etc, 'resolv.conf');
  writeFileSync(path, 'nameserver 10.89.0.1\n');
  chmodSync(path, 0o664);
  assert.equal(read(proc).ofRoot, false);
  chmodSync(path, 0o644);
  chownSync(path, 1000, 0);
  assert.equal(read(proc).ofRoot, false);
});

test('a link is followed within the root directory of the member, and never without end', t => {
  const {proc, etc} = openMember(t);
  mkdirSync(join(proc, '9/root/run'));
  writeFileSync(join(proc, '9/root/run/stub.conf'), 'nameserver 127.0.0.53\n');
  symlinkSync('/run/stub.conf', join(etc, 'resolv.conf'));
  assert.deepEqual(read(proc).servers, known(['127.0.0.53']));
  rmSync(join(etc, 'resolv.conf'));
  symlinkSync('../../../../run/stub.conf', join(etc, 'resolv.conf'));
  assert.deepEqual(read(proc).servers, known(['127.0.0.53']));
  rmSync(join(etc, 'resolv.conf'));
  symlinkSync('resolv.conf', join(etc, 'resolv.conf'));
  assert.deepEqual(read(proc), none);
});

test('no other kind of file is read', t => {
  const {proc, etc} = openMember(t);
  execFileSync('mkfifo', [join(etc, 'resolv.conf')]);
  assert.deepEqual(read(proc), none);
});

test('the file of ip-netns(8) counts for a named namespace', () => {
  const text = Buffer.from('nameserver 192.0.2.53\n');
  const facts = {...realFiles.lstat('/'), mode: 0o100644, uid: 0};
  const absent = (): never => {
    throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
  };
  const isIt = (path: string | Buffer): boolean => path.toString('latin1') === '/etc/netns/web/resolv.conf';
  const files = {
    ...realFiles,
    lstat: (path: string | Buffer) => (isIt(path) ? facts : absent()),
    read: (path: string) => (isIt(path) ? text : absent()),
  };
  const found = readItsNameServers({paths: ['/run/netns/web'], members: []}, '/proc', files);
  assert.deepEqual(found, {servers: known(['192.0.2.53']), ofRoot: true});
});
