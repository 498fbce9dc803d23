import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known} from '../../source/domain/known.ts';
import {trusted} from '../../source/domain/text.ts';
import {namespaceEntry} from '../../source/linux/namespace-file.ts';
import {type FileFacts, type Files, realFiles} from '../../source/linux/proc-files.ts';
import {ownerOf, process, socket} from '../helpers/build.ts';

const netns = {name: trusted('web'), inode: 7};
const held = socket('tcp LISTEN 0.0.0.0:80', ownerOf(process('/usr/sbin/nginx', {pid: 31})), {netns});
const waiting = {...held, owner: known([])};

/** Files of which each path leads to a namespace; the mounts of nsfs are the ones outside of /proc. */
function filesWith(inodes: Readonly<Record<string, number>>): Files {
  const absent = (): never => {
    throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
  };
  const all = {'/proc/self/ns/net': 1, ...inodes};
  const stat = (path: string | Buffer): FileFacts => {
    const inode = new Map(Object.entries(all)).get(Buffer.from(path).toString('latin1'));
    return inode === undefined ? absent() : {...realFiles.stat('/'), id: `4:${inode}`};
  };
  const mounts = Object.entries(inodes)
    .filter(([path]) => !path.startsWith('/proc/'))
    .map(([path, inode]) => `9 1 0:4 net:[${inode}] ${path.replaceAll(' ', '\\040')} rw - nsfs nsfs rw\n`);
  return {
    ...realFiles,
    stat,
    list: path => (path === '/proc' ? ['self', '8', '9'] : absent()),
    read: path => (path === '/proc/self/mountinfo' ? Buffer.from(mounts.join(''), 'latin1') : absent()),
  };
}

const cases: readonly (readonly [by: string, of: typeof held, inodes: Record<string, number>, file: string | null])[] =
  [
    ['a holder', held, {'/proc/31/ns/net': 7, '/run/netns/web': 7}, '/proc/31/ns/net'],
    ['its name, where the holder is elsewhere', held, {'/proc/31/ns/net': 8, '/run/netns/web': 7}, '/run/netns/web'],
    ['a mount under another name', waiting, {'/run/docker/netns/two words': 7}, '/run/docker/netns/two words'],
    ['a process that does not hold it', waiting, {'/proc/9/ns/net': 7}, '/proc/9/ns/net'],
    ['none, where another namespace has its name', waiting, {'/run/netns/web': 8}, null],
    ['none, where the path is no text', waiting, {'/run/netns/\xfc': 7}, null],
  ];

for (const [by, of, inodes, file] of cases)
  test(`the namespace of a socket is entered by ${by}`, () => {
    assert.deepEqual(namespaceEntry(of, filesWith(inodes)), file === null ? null : {file});
  });

test('our own namespace needs no file', () => {
  assert.deepEqual(namespaceEntry({...held, netns: null}, filesWith({})), {file: null});
});
