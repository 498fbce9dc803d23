import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {createOpenDescriptors, inodeIn} from '../../../source/collect/netlink/open-descriptors.ts';
import type {Descriptors} from '../../../source/collect/owners/descriptor-numbers.ts';
import {openWith, socketInode} from '../../../source/collect/owners/descriptors.ts';
import {loadNetlink, type NetlinkLibrary} from '../../../source/linux/netlink-channel.ts';
import {type ReadFailure, realFiles} from '../../../source/linux/proc-files.ts';

const library = await loadNetlink().catch((error: Error) => error);
const skip = library instanceof Error && process.env.REQUIRE_TOOLS !== '1' ? library.message : false;

/** libc's own, or a readlinkat(2) that always fails so. */
const readLink = (errno?: number): NetlinkLibrary['readLink'] => {
  if (errno !== undefined) return () => -errno;
  if (library instanceof Error) throw library;
  return library.readLink;
};

function directory(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'portwatch-links-'));
  context.after(() => rmSync(path, {recursive: true}));
  return path;
}

const opened = (descriptors: Descriptors | ReadFailure): Descriptors => {
  assert.ok(typeof descriptors === 'object', `it is ${descriptors}`);
  return descriptors;
};

/** Every descriptor that both see, with its inode. */
function inodes(path: string, read: NetlinkLibrary['readLink']): [plain: object, fast: object] {
  const [plain, fast] = [opened(openWith(realFiles)(path)), opened(createOpenDescriptors(read)(path))];
  const [names, others] = [plain.list(), fast.list()];
  assert.ok(typeof names === 'object' && typeof others === 'object');
  const both = names.filter(name => others.includes(name));
  const all = [plain, fast].map(({inode}) => Object.fromEntries(both.map(name => [name, inode(name)])));
  plain.close();
  fast.close();
  return [all[0] ?? {}, all[1] ?? {}];
}

test('the descriptors of a process are those that node:fs reads', {skip}, async context => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const [plain, fast] = inodes('/proc/self/fd', readLink());
  assert.deepEqual(fast, plain);
  assert.ok(Object.values(fast).some(inode => inode > 0));
  assert.ok(Object.values(fast).some(inode => inode === 0));
});

test('links of any length and kind are those that node:fs reads', {skip}, context => {
  const path = directory(context);
  symlinkSync('socket:[1]', join(path, '3'));
  symlinkSync('socket:[4294967295]', join(path, '4'));
  symlinkSync(`/${'long/'.repeat(60)}`, join(path, '5'));
  symlinkSync('pipe:[77]', join(path, '6'));
  symlinkSync('socket', join(path, '7'));
  const [plain, fast] = inodes(path, readLink());
  assert.deepEqual(fast, plain);
  assert.deepEqual(fast, {3: 1, 4: 4_294_967_295, 5: 0, 6: 0, 7: 0});
});

test('a descriptor that has closed is gone, one that may not be read is refused', {skip}, context => {
  const path = directory(context);
  const {inode} = opened(createOpenDescriptors(readLink())(path));
  assert.equal(inode(3), 'gone');
  assert.equal(opened(createOpenDescriptors(readLink(constants.errno.ESRCH))(path)).inode(3), 'gone');
  assert.equal(opened(createOpenDescriptors(readLink(constants.errno.EACCES))(path)).inode(3), 'refused');
  writeFileSync(join(path, '4'), '');
  for (const open of [openWith(realFiles), createOpenDescriptors(readLink())])
    assert.equal(opened(open(path)).inode(4), 0, 'a plain file is no link of the kernel');
});

test('a directory that is gone or no directory is gone, and none stays open', {skip}, context => {
  const path = directory(context);
  mkdirSync(join(path, 'fd'));
  writeFileSync(join(path, 'file'), '');
  const open = createOpenDescriptors(readLink());
  const countOpen = (): number => readdirSync('/proc/self/fd').length;
  const before = countOpen();
  for (let time = 0; time < 3; time++) opened(open(join(path, 'fd'))).close();
  assert.deepEqual([open(join(path, 'none')), open(join(path, 'file'))], ['gone', 'gone']);
  assert.equal(countOpen(), before);
});

test('bytes name the same inode as text does', () => {
  for (const target of ['socket:[1583]', 'socket:[0]', 'socket:[18446744073709]', 'socket', '/dev/null', '']) {
    const bytes = new Uint8Array(32).fill(0x39);
    bytes.set(Buffer.from(target));
    assert.equal(inodeIn(bytes, target.length), socketInode(target), target);
  }
});
