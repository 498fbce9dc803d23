import {type Entry, redis} from '../entry.ts';

const curl = '/usr/bin/curl';
const redisServer = '/usr/bin/redis-server';

/** Services and programs with mounts, a root or a PID namespace of their own. */
export const layouts: readonly Entry[] = [
  {
    id: 'private-tmp',
    work: 'a service with PrivateTmp',
    needs: [redisServer],
    script: `service private
exec unshare --mount sh -ec '
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /var/tmp
cd /tmp
exec setpriv --reuid redis --regid redis --clear-groups redis-server --bind 0.0.0.0 --port 6380'`,
    sockets: [['tcp LISTEN 0.0.0.0:6380', 'learn', redis]],
  },
  {
    id: 'protect-system',
    work: 'a service with ProtectSystem=strict: a root that is a second mount of the same, and read-only',
    needs: [redisServer],
    script: `service protected
exec unshare --mount --propagation slave sh -ec '
mkdir -p /run/systemd/unit-root
mount --rbind / /run/systemd/unit-root
cd /run/systemd/unit-root
mount -o remount,bind,ro .
mount -t tmpfs tmpfs home
pivot_root . .
umount -l .
cd /
exec setpriv --reuid redis --regid redis --clear-groups redis-server --bind 0.0.0.0 --port 6381'`,
    sockets: [['tcp LISTEN 0.0.0.0:6381', 'learn', redis]],
  },
  {
    id: 'dynamic-user',
    work: 'a service with DynamicUser',
    needs: [redisServer],
    script: `service dynamic
mkdir -p -m 700 /var/lib/private
install -d -o 61234 -g 61234 /var/lib/private/dynamic
cd /var/lib/private/dynamic
exec setpriv --reuid 61234 --regid 61234 --clear-groups redis-server --bind 127.0.0.1 --port 6382`,
    sockets: [['tcp LISTEN 127.0.0.1:6382', 'explained', redis]],
  },
  {
    id: 'chroot',
    work: 'a service in a chroot',
    needs: ['/usr/bin/busybox'],
    script: `service chrooted
mkdir -p /srv/chroot/bin /srv/chroot/www
cp /usr/bin/busybox /srv/chroot/bin/
for each in $(ldd /usr/bin/busybox | grep -o '/[^ ]*'); do install -D "$each" "/srv/chroot$each"; done
exec chroot /srv/chroot /bin/busybox httpd -f -p $near:8200 -h /www`,
    sockets: [['tcp LISTEN near:8200', 'learn', 'busybox']],
  },
  {
    id: 'container',
    work: "a container's web server, with the network of the host",
    needs: ['/usr/bin/crun', '/usr/bin/busybox', '/usr/bin/python3'],
    isHeavy: true,
    script: `mkdir -p /var/lib/docker/lower/bin /var/lib/docker/upper /var/lib/docker/work /var/lib/docker/bundle/rootfs
mount -t tmpfs tmpfs /var/lib/docker/bundle
mkdir /var/lib/docker/bundle/rootfs /var/lib/docker/bundle/upper /var/lib/docker/bundle/work
cp /usr/bin/busybox /var/lib/docker/lower/bin/
for each in $(ldd /usr/bin/busybox | grep -o '/[^ ]*'); do install -D "$each" "/var/lib/docker/lower$each"; done
cd /var/lib/docker/bundle
mount -t overlay overlay -o lowerdir=/var/lib/docker/lower,upperdir=upper,workdir=work rootfs
crun spec
python3 - $near $far <<'END'
import json, sys
near, far = sys.argv[1:]
config = json.load(open("config.json"))
config["process"]["terminal"] = False
config["process"]["args"] = ["/bin/busybox", "sh", "-c",
    f"busybox httpd -p {near}:8201 -h /; exec busybox wget -q -O /dev/null http://{far}/"]
namespaces = config["linux"]["namespaces"]
config["linux"]["namespaces"] = [each for each in namespaces if each["type"] not in ("network", "cgroup")]
config["mounts"] = [each for each in config["mounts"] if each["destination"] in ("/proc", "/dev")]
config["linux"].pop("resources", None)
config["linux"]["cgroupsPath"] = "/system.slice/docker-" + 64 * "c" + ".scope"
config["process"]["user"] = {"uid": 0, "gid": 0}
config["root"]["readonly"] = False
json.dump(config, open("config.json", "w"))
END
group "system.slice/docker-$(printf 'c%.0s' $(seq 64)).scope"
exec crun --cgroup-manager=disabled run ordinary`,
    sockets: [
      ['tcp LISTEN near:8201', 'learn', 'busybox'],
      ['tcp ESTABLISHED near:* far:80', 'learn', 'busybox'],
    ],
  },
  {
    id: 'docker-proxy',
    work: 'a published port of a container (stand-in for docker-proxy)',
    needs: ['/usr/bin/socat'],
    isHeavy: true,
    script: `service docker
cp /usr/bin/socat /usr/local/bin/docker-proxy
exec docker-proxy TCP-LISTEN:8085,fork TCP:172.17.0.2:80`,
    sockets: [['tcp LISTEN 0.0.0.0:8085', 'learn', 'docker-proxy']],
  },
  {
    id: 'flatpak',
    work: 'an application of Flatpak, run by bwrap as a user',
    needs: ['/usr/bin/bwrap', curl],
    isHeavy: true,
    script: `files=/var/lib/flatpak/app/org.example.Notes/x86_64/stable/$(printf 'a%.0s' $(seq 64))/files
mkdir -p $files/bin
cp /usr/bin/curl $files/bin/notes
group user.slice/user-2001.slice/user@2001.service/app.slice/app-flatpak-org.example.Notes-7.scope
as dev bwrap --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \\
  --ro-bind $files /app --ro-bind /etc /etc --proc /proc --dev /dev --tmpfs /tmp --unshare-user --unshare-pid \\
  /app/bin/notes -sk https://$far/`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', 'notes']],
  },
  {
    id: 'snap',
    work: 'a service of a snap: its root is the core snap, its program under /snap',
    needs: [redisServer],
    script: `service snap.notes.daemon
mkdir -p /snap/notes/7 /snap/core22/1
mount -t tmpfs -o mode=755 tmpfs /snap/notes/7
install -D /usr/bin/redis-server /snap/notes/7/bin/notes
mount -o remount,ro /snap/notes/7
exec unshare --mount --propagation private sh -ec '
mount -t tmpfs -o mode=755 tmpfs /snap/core22/1
cd /snap/core22/1
mkdir usr etc snap proc dev run var tmp old
for each in bin sbin lib lib64; do ln -s usr/$each $each; done
for each in usr etc snap/notes proc dev run var; do mkdir -p $each; mount --rbind /$each $each; done
mount -t tmpfs tmpfs tmp
pivot_root . old
umount -l /old
cd /
exec /snap/notes/7/bin/notes --bind 0.0.0.0 --port 8202'`,
    sockets: [['tcp LISTEN 0.0.0.0:8202', 'learn', 'notes']],
  },
  {
    id: 'appimage',
    work: 'an AppImage: a program on a FUSE mount that its user made in /tmp',
    needs: ['/usr/bin/squashfuse', '/usr/bin/mksquashfs', '/usr/bin/fusermount3', curl],
    isHeavy: true,
    script: `session 5
mkdir -p /run/ordinary/image/usr/bin /tmp/.mount_Notes4Xk2a
cp /usr/bin/curl /run/ordinary/image/usr/bin/notes
mksquashfs /run/ordinary/image /home/dev/Notes.AppImage -quiet -no-progress
chown dev /tmp/.mount_Notes4Xk2a
(as dev squashfuse -f /home/dev/Notes.AppImage /tmp/.mount_Notes4Xk2a) &
until grep -q /tmp/.mount_Notes4Xk2a /proc/mounts; do sleep 0.1; done
as dev /tmp/.mount_Notes4Xk2a/usr/bin/notes -sk https://$far/`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', 'notes']],
  },
];
