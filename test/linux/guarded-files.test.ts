import assert from 'node:assert/strict';
import {test} from 'node:test';
import {guarded} from '../../source/linux/guarded-files.ts';
import {type FileFacts, type Files, orFailure} from '../../source/linux/proc-files.ts';

const facts = {links: 1, uid: 0, size: 1, modifiedAt: 0n, changedAt: 0n};
const regular = 0o100755;
const link = 0o120777;

const mountinfo = `27 1 8:1 / / rw - ext4 /dev/sda1 rw
30 27 0:40 / /far rw - nfs server:/ rw
31 27 0:41 / /proc rw - proc proc rw
`;

type Case = {
  readonly exe?: string;
  readonly maps?: string;
  readonly root?: string;
  readonly namespace?: string;
  readonly mountinfo?: string;
  readonly own?: string;
  readonly fd?: string;
  readonly mountId?: number;
  /** Symbolic links, by path as called. */
  readonly links?: Readonly<Record<string, string>>;
};

/** Process 7 on a host with a file system of a server at /far. Every call of stat and lstat is noted. */
function host({
  exe = '/usr/bin/x',
  maps = `55-56 r-xp 00000000 08:01 12 ${exe}\n`,
  root = '/',
  links = {},
  ...rest
}: Case) {
  const touched: string[] = [];
  const texts: Readonly<Record<string, string>> = {
    '/proc/self/mountinfo': rest.own ?? mountinfo,
    '/proc/7/mountinfo': rest.mountinfo ?? mountinfo,
    '/proc/7/maps': maps,
    '/proc/7/fdinfo/0': `pos:\t0\nflags:\t00\nmnt_id:\t${rest.mountId ?? 27}\n`,
  };
  const targets: Readonly<Record<string, string>> = {
    '/proc/self/ns/mnt': 'mnt:[1]',
    '/proc/7/ns/mnt': rest.namespace ?? 'mnt:[1]',
    '/proc/7/exe': exe,
    '/proc/7/root': root,
    '/proc/7/fd/0': rest.fd ?? '/dev/null',
    ...links,
  };
  const at = <T>(values: Readonly<Record<string, T>>, path: string | Buffer): T => {
    const value = values[String(path)];
    if (value === undefined) throw Object.assign(new Error(`no ${path}`), {code: 'ENOENT'});
    return value;
  };
  const touch = (path: string | Buffer): FileFacts => {
    touched.push(String(path));
    return {...facts, id: String(path), mode: String(path) in links ? link : regular};
  };
  const files: Files = {
    list: path => [path],
    names: path => [path].values(),
    link: path => at(targets, path),
    linkBytes: path => Buffer.from(at(targets, path)),
    read: path => Buffer.from(at(texts, path)),
    size: () => 1,
    stat: touch,
    lstat: touch,
  };
  return {files: guarded(files, '/proc', () => 0), touched};
}

/** Why a call touches nothing; null where it touches the file. */
function untouched(call: () => object, touched: readonly string[]): string | null {
  const result = orFailure(call);
  assert.equal(typeof result === 'object', touched.length > 0, String(result));
  return typeof result === 'string' ? result : null;
}

const onServer = '55-56 r-xp 00000000 00:28 12 /far/x\n';

for (const [name, path, given, why] of [
  ['an executable of a local disk', '/proc/7/exe', {}, null],
  ['one of a server', '/proc/7/exe', {exe: '/far/x', maps: onServer}, 'on-network'],
  // As after `umount -l`: the path alone would say that it lies in the root directory.
  [
    'one of a file system that was unmounted',
    '/proc/7/exe',
    {exe: '/x', maps: '5-6 r-xp 0 00:63 1 /x\n'},
    'on-unlisted-mount',
  ],
  ['one that is not among its mappings, at a local path', '/proc/7/exe', {maps: ''}, null],
  ['one that is not among its mappings, at a path of a server', '/proc/7/exe', {exe: '/far/x', maps: ''}, 'on-network'],
  [
    'one of an overlay, whose device older kernels do not list',
    '/proc/7/exe',
    {
      namespace: 'mnt:[2]',
      maps: '5-6 r-xp 0 00:63 1 /usr/bin/x\n',
      mountinfo: '9 1 0:70 / / rw - overlay overlay rw\n',
    },
    null,
  ],
  ['a path of its root directory', '/proc/7/root/usr/bin/x', {}, null],
  ['a path of a server in its root directory', '/proc/7/root/far/x', {}, 'on-network'],
  ['a path whose root directory is on a server', '/proc/7/root/usr/x', {root: '/far/root'}, 'on-network'],
  [
    'a path of a mount namespace of its own',
    '/proc/7/root/far/x',
    {namespace: 'mnt:[2]', mountinfo: '9 1 8:1 / / rw - ext4 a rw\n'},
    null,
  ],
  [
    'a path of a namespace whose root is not listed',
    '/proc/7/root/x',
    {namespace: 'mnt:[2]', mountinfo: ''},
    'on-unlisted-mount',
  ],
  ['a link to a server', '/opt/x', {links: {'/opt/x': '/far/x'}}, 'on-network'],
  ['a link over a directory to a server', '/opt/x/y', {links: {'/opt/x': '../far'}}, 'on-network'],
  ['a link in a root directory to a server', '/proc/7/root/a', {links: {'/proc/7/root/a': 'far/x'}}, 'on-network'],
  ['a circle of links', '/opt/x', {links: {'/opt/x': '/opt/x'}}, 'refused'],
  ['a FIFO of a local disk on a descriptor', '/proc/7/fd/0', {fd: '/var/pipe'}, null],
  ['a FIFO of a server on a descriptor', '/proc/7/fd/0', {fd: '/far/pipe', mountId: 30}, 'on-network'],
  ['a FIFO of an unmounted file system', '/proc/7/fd/0', {fd: '/pipe', mountId: 99}, 'on-unlisted-mount'],
  ['a pipe, whose mount nobody lists', '/proc/7/fd/0', {fd: 'pipe:[5]', mountId: 13}, null],
  [
    'a process over whose directory a server is mounted',
    '/proc/7/stat',
    {own: `${mountinfo}50 31 0:50 / /proc/7 rw - fuse x rw\n`},
    'on-fuse',
  ],
] satisfies readonly (readonly [string, string, Case, string | null])[]) {
  test(`${name}: ${why === null ? 'is touched' : why}`, () => {
    const {files, touched} = host(given);
    const before = touched.length;
    const result = orFailure(() => files.stat(path));
    const reason = typeof result === 'string' ? result : null;
    assert.equal(reason, why);
    assert.equal(
      touched.slice(before).some(each => /^(?:\/proc\/7\/root)?\/far|^\/proc\/7\/(?:exe|fd)/.test(each)),
      why === null && /exe|fd|far/.test(path),
    );
  });
}

test('a link itself is looked at where none is followed', () => {
  const {files, touched} = host({links: {'/opt/x': '/far/x'}});
  assert.equal(files.lstat('/opt/x').mode, link);
  assert.equal(
    untouched(() => files.lstat('/proc/7/exe'), touched),
    null,
  );
});

test('nothing of a process over which something is mounted is read, counted or listed', () => {
  const {files} = host({own: `${mountinfo}50 31 0:50 / /proc/7 rw - fuse x rw\n`});
  assert.equal(
    orFailure(() => files.read('/proc/7/stat', 10)),
    'on-fuse',
  );
  assert.equal(
    orFailure(() => files.list('/proc/7/fd')),
    'on-fuse',
  );
  assert.equal(files.size('/proc/7/fd'), 0);
});

test('a link of procfs to a server is neither read nor listed nor followed on the way', () => {
  const {files} = host({exe: '/far/x', maps: onServer, fd: '/far/pipe', mountId: 30});
  const calls: readonly (() => object)[] = [
    () => files.read('/proc/7/exe', 10),
    () => files.read('/proc/7/fd/0', 10),
    () => files.read('/proc/7/root/far/x', 10),
    () => files.list('/proc/7/root/far'),
    () => files.linkBytes('/proc/7/root/far/x'),
  ];
  for (const call of calls) assert.equal(orFailure(call), 'on-network', String(call));
  assert.equal(String(files.linkBytes('/proc/7/exe')), '/far/x');
});
