import {connects, copied, lines, listens, netcat, python, stays, talking, waiting} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const lazily = (parameters: string): string => `mkdir /opt/$ID
mount -t tmpfs -o mode=755 tmpfs /opt/$ID
cp ${netcat} /opt/$ID/sshd
/opt/$ID/sshd ${parameters} &
while [ "$(readlink /proc/$!/exe)" != /opt/$ID/sshd ]; do sleep 0.02; done
umount -l /opt/$ID
echo ready
wait`;

/** 21: the file system of the program is gone from the tree. */
const detached: readonly Given[] = [
  {id: 'lazy-umount-22', does: 'sshd on 22', start: lazily(waiting(22)), printsReady: true, rows: 1},
  {
    id: 'lazy-umount-443',
    does: 'connects to 443',
    start: lazily(talking(443)),
    printsReady: true,
    rows: 1,
    waits: {tcp: 443},
  },
];

const privately = (mount: string, program: string, parameters: string): string => `${copied(netcat, '/opt/$ID/x')}
exec unshare -m sh -ec '${mount}; exec ${program} ${parameters}'`;
const bindOver = (program: string): string => `mount --bind /opt/$ID/x ${program}`;

/** 27: a root directory or mounts of its own. */
const ownRoots: readonly Given[] = [
  {
    id: 'own-mount-22',
    does: 'another file mounted over sshd, for itself alone, on 22',
    start: privately(bindOver('/usr/sbin/sshd'), '/usr/sbin/sshd', waiting(22)),
    needs: ['sshd'],
  },
  {
    id: 'own-overlay-22',
    kernel: 'overlayfs',
    does: 'an overlay over /usr/sbin, for itself alone, on 22',
    start: `mkdir -p /opt/$ID/upper /opt/$ID/work
cp ${netcat} /opt/$ID/upper/sshd
exec unshare -m sh -ec 'mount -t overlay \\
  -o lowerdir=/usr/sbin,upperdir=/opt/$ID/upper,workdir=/opt/$ID/work overlay /usr/sbin
exec /usr/sbin/sshd ${waiting(22)}'`,
  },
  {
    id: 'chroot-22',
    does: 'chroot with an sshd of its own, on 22',
    start: `mkdir -p /opt/$ID/usr/sbin
cp -L --parents $(ldd ${netcat} | grep -o '/[^ ]*') /opt/$ID
cp ${netcat} /opt/$ID/usr/sbin/sshd
exec chroot /opt/$ID /usr/sbin/sshd ${waiting(22)}`,
  },
  {
    id: 'user-namespace-curl-443',
    kernel: 'user namespaces for everybody',
    does: 'a user mounts another file over curl in a user namespace, to 443',
    start: `cp ${netcat} /home/eve/$ID
exec unshare -U -r -m sh -ec 'mount --bind /home/eve/$ID /usr/bin/curl; exec /usr/bin/curl ${talking(443)}'`,
    as: 1500,
    needs: ['curl'],
    waits: {tcp: 443},
  },
  {
    id: 'own-mount-odd',
    does: 'another file mounted over curl, for itself alone, on an odd port',
    start: privately(bindOver('/usr/bin/curl'), '/usr/bin/curl', waiting(7270)),
    needs: ['curl'],
  },
];

const library = '/usr/lib/x86_64-linux-gnu/libutil.so.1';
const brought = (path: string): string => copied(library, path);
const sshd = `ssh-keygen -q -t ed25519 -N "" -f /srv/$ID.key
`;
const sshdOn22 = '/usr/sbin/sshd -D -h /srv/$ID.key -o ListenAddress=$HERE:22 -o PidFile=none';

/** 28: code in the memory of a program that is itself as it should be. */
const injected: readonly Given[] = [
  {
    id: 'preload-tmp-sshd',
    does: 'sshd on 22 with a library of /tmp',
    start: `${sshd}${brought('/tmp/$ID.so')}\nLD_PRELOAD=/tmp/$ID.so exec ${sshdOn22}`,
    needs: ['sshd', 'ssh-keygen', library],
  },
  {
    id: 'preload-local-sshd',
    does: 'sshd on 22 with a library of no package',
    start: `${sshd}${brought('/usr/local/lib/$ID.so')}\nLD_PRELOAD=/usr/local/lib/$ID.so exec ${sshdOn22}`,
    needs: ['sshd', 'ssh-keygen', library],
  },
  {
    id: 'preload-deleted-sshd',
    does: 'sshd on 22 with a library that was deleted',
    start: `${sshd}${brought('/opt/$ID/x.so')}
LD_PRELOAD=/opt/$ID/x.so ${sshdOn22} &
while ! grep -q /opt/$ID/x.so /proc/$!/maps; do sleep 0.02; done
rm /opt/$ID/x.so
echo ready
wait`,
    printsReady: true,
    rows: 1,
    needs: ['sshd', 'ssh-keygen', library],
  },
  {
    id: 'preload-listener',
    does: 'nc with a library of /dev/shm listens',
    start: `${brought('/dev/shm/$ID.so')}\nLD_PRELOAD=/dev/shm/$ID.so exec nc.openbsd ${waiting(7280)}`,
    needs: [library],
  },
  {
    id: 'preload-python',
    does: 'Python with a library of /tmp listens',
    start: `${brought('/tmp/$ID.so')}\nexport LD_PRELOAD=/tmp/$ID.so\n${python(lines(listens('tcp', 7280), stays))}`,
    needs: [library],
  },
  {
    id: 'traced-sshd',
    does: 'sshd on 22, traced by another program',
    start: `${sshd}exec strace -o /dev/null ${sshdOn22}`,
    needs: ['sshd', 'ssh-keygen', 'strace'],
  },
];

const swap = '/srv/built/swap-exe';

/** 29: the process names another file as its executable (prctl PR_SET_MM). */
const swapped: readonly Given[] = [
  {id: 'swap-sshd-22', does: 'named sshd, on 22', start: `exec ${swap} /usr/sbin/sshd listen $HERE 22`},
  {
    id: 'swap-curl-443',
    kernel: 'user namespaces for everybody',
    does: 'named curl, to 443, of a user in a user namespace',
    start: `exec unshare -U -r ${swap} /usr/bin/curl connect $THERE 443`,
    as: 65534,
    waits: {tcp: 443},
  },
  {id: 'swap-sshd-2200', does: 'named sshd, on 2200', start: `exec ${swap} /usr/sbin/sshd listen $HERE 2200`},
  {
    id: 'swap-sshd-7130',
    does: 'named sshd, to an odd port',
    start: `exec ${swap} /usr/sbin/sshd connect $THERE 7130`,
    waits: {tcp: 7130},
  },
];

const inGroup = (path: string): string => `mkdir /opt/$ID
mount -t cgroup2 none /opt/$ID
mkdir -p /opt/$ID/evidence-$ID/${path}
echo $$ > /opt/$ID/evidence-$ID/${path}/cgroup.procs
${python(lines(listens('tcp', 7310), stays))}`;

// The processes are still ending, perhaps.
const removeGroups = `mount -t cgroup2 none /mnt
for round in $(seq 50); do
  find /mnt/evidence-$ID -depth -type d -exec rmdir {} +
  [ ! -e /mnt/evidence-$ID ] && break
  sleep 0.1
done`;

/** 31: in a control group with the name of a unit or a container. */
const grouped: readonly Given[] = [
  {id: 'cgroup-unit', kernel: 'cgroup2', does: 'X/ssh.service', start: inGroup('ssh.service'), wrong: /^unit ssh/m},
  {
    id: 'cgroup-container',
    kernel: 'cgroup2',
    does: 'X/docker/ID',
    start: inGroup(`docker/${'0123456789abcdef'.repeat(4)}`),
    wrong: /^container /m,
  },
  {
    id: 'cgroup-connects',
    kernel: 'cgroup2',
    does: 'X/cron.service, to 443',
    start: inGroup('cron.service').replace(listens('tcp', 7310), connects('tcp', 443)),
    waits: {tcp: 443},
    wrong: /^unit cron/m,
  },
];

const intact = ['owner-intact', 'owner-path'];

export const disguises: readonly Variant[] = [
  ...detached.map(each => ({kind: 21, signs: intact, wrong: /^pass owner-intact/m, ...each})),
  ...ownRoots.map(each => ({
    kind: 27,
    signs: intact,
    wrong: /^pass owner-intact: .*is the file that was started/m,
    ...each,
  })),
  ...injected.map(each => ({kind: 28, signs: ['owner-injected', 'owner-path'], ...each})),
  ...swapped.map(each => ({
    kind: 29,
    signs: intact,
    wrong: /^pass owner-(intact|packaged|program)/m,
    ...each,
    needs: ['gcc', ...(each.needs ?? [])],
  })),
  ...grouped.map(each => ({kind: 31, signs: ['owner-script'], cleanUp: removeGroups, ...each})),
];
