#!/bin/sh
# Makes a Debian of its own in a directory, with systemd and some packages whose services do not start: make-root.sh
# DIRECTORY PACKAGE... What is there already is kept, so that packages can be added.
set -eu
root=$1
shift
unset TMPDIR
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
. /etc/os-release
if [ ! -e "$root/etc/debian_version" ]; then
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,iproute2,netcat-openbsd,procps,ca-certificates \
    "$VERSION_CODENAME" "$root" http://deb.debian.org/debian
fi
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
# Nothing is kept twice, and nobody reads manuals here.
printf 'path-exclude /usr/share/doc/*\npath-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\n' \
  > "$root/etc/dpkg/dpkg.cfg.d/small"
echo 'force-unsafe-io' > "$root/etc/dpkg/dpkg.cfg.d/fast"
mount --bind /proc "$root/proc"
trap 'umount "$root/proc"' EXIT
chroot "$root" apt-get update --quiet=2
chroot "$root" apt-get install --quiet=2 --yes --no-install-recommends "$@"
chroot "$root" apt-get clean
