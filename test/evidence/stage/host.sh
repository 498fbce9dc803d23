# Makes a staged host of the namespaces of this process, then starts the variants whose names come, one a line.
# The real files can only be read; /etc is a copy; directories that intruders write to are empty and private.
# Arguments: directory of the built program, of its packages, path of Node.
set -e
mount -o remount,bind,ro /
mount -t tmpfs -o mode=755 tmpfs /srv
mkdir -p /srv/portwatch/dist /srv/portwatch/node_modules /srv/dpkg
mount --bind "$1" /srv/portwatch/dist
mount --bind "$2" /srv/portwatch/node_modules
touch /srv/portwatch/node
mount --bind "$3" /srv/portwatch/node
mount --bind /var/lib/dpkg /srv/dpkg
cp -a /etc /srv/etc
mount --bind /srv/etc /etc
for directory in /var /run /opt /home /usr/local; do mount -t tmpfs -o mode=755 tmpfs $directory; done
mkdir -p /var/lib/dpkg /var/tmp /var/log /var/www/html/up /usr/local/bin /usr/local/sbin /usr/local/lib \
  /usr/local/share /home/eve/bin /run/sshd /run/printed /run/start
mount --move /srv/dpkg /var/lib/dpkg
chmod 1777 /var/tmp
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir /srv/dev
mount -t tmpfs -o mode=755 tmpfs /srv/dev
for node in null zero full random urandom tty; do touch /srv/dev/$node; mount --bind /dev/$node /srv/dev/$node; done
ln -s /proc/self/fd /srv/dev/fd
ln -s pts/ptmx /srv/dev/ptmx
mkdir /srv/dev/pts /srv/dev/shm
mount -t devpts -o newinstance,mode=620,ptmxmode=666 devpts /srv/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /srv/dev/shm
mount --move /srv/dev /dev
mount -t sysfs sysfs /sys
chown 33:33 /var/www/html/up
echo 'eve:x:1500:1500::/home/eve:/bin/sh' >> /etc/passwd
echo 'eve:*:19000:0:99999:7:::' >> /etc/shadow
chown -R 1500:1500 /home/eve
printf 'nameserver 198.18.0.1\n' > /srv/resolv
rm -f /etc/resolv.conf
mv /srv/resolv /etc/resolv.conf
printf '127.0.0.1 localhost\n::1 localhost\n' > /etc/hosts
rm -f /etc/ld.so.preload
ulimit -c 0
cd /
echo ready
while read -r name; do
  uid=$(cat /run/start/"$name".uid)
  setsid setpriv --reuid="$uid" --regid="$uid" --clear-groups sh -ec "$(cat /run/start/"$name".sh)" \
    < /dev/null > /run/printed/"$name" 2>&1 &
done
