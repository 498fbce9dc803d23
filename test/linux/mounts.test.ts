import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  hangingType,
  mountsOnTheWay,
  parseMounts,
  systemDevices,
  toMountTable,
  whyUntouchedAt,
} from '../../source/linux/mounts.ts';

const text = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /home/ann/remote rw shared:5 master:2 - fuse.sshfs ann@far:/ rw,user_id=1000
31 27 0:41 / /srv/nfs rw - nfs4 far:/srv rw,addr=192.0.2.1
32 31 8:2 / /srv/nfs/disk rw - ext4 /dev/sda2 rw
33 27 0:43 / /net rw - autofs /etc/auto.net rw,fd=6
34 27 0:44 / /with\\040blank rw - cifs //far/share rw
35 27 0:45 / /over/nfs rw - overlay overlay rw,lowerdir=/usr:/srv/nfs/lower,upperdir=/var/up,workdir=/var/work
36 27 0:46 / /over/disk rw - overlay overlay rw,lowerdir=/a:/b,upperdir=/c,workdir=/d
37 27 0:47 / /covered rw - nfs far:/ rw
38 37 0:48 / /covered rw - tmpfs tmpfs rw
39 27 8:3 / /hidden/inner rw - ext4 /dev/sda3 rw
40 27 0:49 / /hidden rw - 9p host rw
`;
const table = toMountTable(parseMounts(text), new Set());

test('a line of mountinfo is decoded, with any number of optional fields and blanks in octal', () => {
  const mounts = parseMounts(`${text}no line\n`);
  assert.equal(mounts.length, 13);
  assert.deepEqual(mounts.find(({id}) => id === 34)?.point, '/with blank');
  assert.deepEqual(mounts[2], {
    ...{id: 30, parent: 27, device: '0:40', root: '/', point: '/home/ann/remote'},
    ...{type: 'fuse.sshfs', options: 'rw,user_id=1000'},
  });
});

for (const [path, why] of [
  ['/', null],
  ['/usr/bin/ssh', null],
  ['/home/ann/remote', 'on-fuse'],
  ['/home/ann/remote/bin/x', 'on-fuse'],
  ['/home/ann/remotely/x', null],
  ['/srv/nfs/x', 'on-network'],
  // The way to the disk leads over the server.
  ['/srv/nfs/disk/x', 'on-network'],
  ['/net/far/x', 'on-automount'],
  ['/with blank/x', 'on-network'],
  ['/over/nfs/x', 'on-network'],
  ['/over/disk/x', null],
  // The way to a mount that covers another at the same point leads over the lower one.
  ['/covered/x', 'on-network'],
  // A later mount above hides an earlier one beneath it.
  ['/hidden/inner/x', 'on-network'],
] as const) {
  test(`${path} ${why === null ? 'may be touched' : `is ${why}`}`, () =>
    assert.equal(whyUntouchedAt(table, path), why));
}

test('every type of file system that may wait for a server is known by its kind', () => {
  for (const type of ['fuse', 'fuseblk', 'fuse.sshfs', 'fuse.gvfsd-fuse']) assert.equal(hangingType(type), 'on-fuse');
  for (const type of ['nfs', 'nfs4', 'cifs', 'smb3', 'ceph', '9p', 'afs', 'lustre', 'glusterfs', 'sshfs', 'virtiofs'])
    assert.equal(hangingType(type), 'on-network', type);
  assert.equal(hangingType('autofs'), 'on-automount');
  for (const type of [
    'ext4',
    'xfs',
    'btrfs',
    'zfs',
    'tmpfs',
    'squashfs',
    'fusectl',
    'proc',
    'devtmpfs',
    'nfsd',
    'overlay',
  ])
    assert.equal(hangingType(type), null, type);
});

test('a list without a root, as of a process that changed its root directory, vouches for nothing', () => {
  assert.equal(whyUntouchedAt(toMountTable([], new Set()), '/usr/bin/ssh'), 'on-unlisted-mount');
});

test('a host that runs from a server is read: where that one hangs, no program runs', () => {
  const diskless = parseMounts('1 0 0:20 / / rw - nfs far:/root rw\n2 1 0:21 / /data rw - nfs far:/data rw\n');
  const own = toMountTable(diskless, systemDevices(diskless));
  assert.equal(whyUntouchedAt(own, '/usr/bin/ssh'), null);
  assert.equal(whyUntouchedAt(own, '/data/x'), 'on-network');
});

test('of several file systems at the root each covers the one before', () => {
  const stacked = parseMounts('1 1 0:1 / / rw - rootfs rootfs rw\n9 1 8:1 / / rw - ext4 /dev/sda1 rw\n');
  assert.deepEqual(
    mountsOnTheWay(stacked, '/bin').map(({id}) => id),
    [1, 9],
  );
});
