# Makes a host to be thrown away, inside new network, mount, PID and control group namespaces: /usr is the real one and
# can only be read (its /usr/local, /usr/sbin and /usr/lib/lighttpd are its own), /etc and dpkg's data base are copies,
# the rest is empty. `far` is a network namespace behind eth0, where every address of 203.0.113.0/24 answers.
# Expects PORTWATCH (directory of the built program), MODULES (of its packages), NODE and DEVICES (a script that makes
# devices) in its environment.
set -e
mount -t tmpfs -o mode=755 tmpfs /mnt
cd /mnt
mkdir usr etc var run home opt srv snap dev proc sys mnt media tmp old portwatch portwatch/dist portwatch/node_modules
mkdir -m 700 root
for each in bin sbin lib lib32 lib64 libx32; do
  if [ -L /$each ]; then cp -a /$each $each
  elif [ -d /$each ]; then mkdir $each; mount --rbind /$each $each; fi
done
mount --rbind /usr usr
mount -o remount,bind,ro usr
mount -t tmpfs -o mode=755 tmpfs usr/local
mkdir -m 2775 usr/local/bin usr/local/sbin usr/local/lib
chgrp staff usr/local usr/local/*
for each in usr/sbin usr/lib/lighttpd; do
  test -d /$each || continue
  mkdir -p copy
  cp -a /$each/. copy/
  mount -t tmpfs -o mode=755 tmpfs $each
  cp -a copy/. $each/
  rm -r copy
done
mount --bind "$PORTWATCH" portwatch/dist
mount --bind "$MODULES" portwatch/node_modules
touch portwatch/node
mount --bind "$NODE" portwatch/node
cp -a /etc/. etc/
rm -f etc/mtab etc/resolv.conf
ln -s /proc/self/mounts etc/mtab
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p run/lock run/sshd run/netns run/ordinary \
  var/lib/dpkg var/lib/apt/lists/partial var/cache/apt/archives/partial \
  var/log var/spool/cron/crontabs var/www
mkdir -m 1777 var/tmp
ln -s /run var/run
ln -s /run/lock var/lock
cp -a /var/lib/dpkg/. var/lib/dpkg/
. "$DEVICES"
if [ -n "$CGROUP" ]; then mount -t cgroup2 none sys/fs/cgroup; fi
pivot_root . old
cd /
umount -l /old
rmdir /old

for user in dev:2001:2001:/home/dev app:990:990:/opt/app; do
  sed -i "/^${user%%:*}:/d" /etc/passwd /etc/group /etc/shadow
  ids=${user#*:}
  ids=${ids%:*}
  echo "${user%%:*}:x:$ids::${user##*:}:/bin/bash" >> /etc/passwd
  echo "${user%%:*}:x:${ids#*:}:" >> /etc/group
  echo "${user%%:*}:*:19000:0:99999:7:::" >> /etc/shadow
  install -d -o "${user%%:*}" -g "${user%%:*}" "${user##*:}"
done
install -d -o www-data -g www-data /var/www

# Every address outside is local to `far`: a route of the type local needs no address on an interface, ip-route(8).
ip netns add far
ip link add eth0 type veth peer name eth0 netns far
ip -netns far link set lo up
ip -netns far address add 203.0.113.1/24 dev eth0
ip -netns far link set eth0 up
ip -netns far route add local 203.0.113.0/24 dev lo
ip -netns far route add default dev eth0
ip link set lo up
seq -f 'address add 198.51.100.%.0f/24 dev eth0' 1 200 | ip -batch -
ip link set eth0 up
ip route add default dev eth0
echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range
nsenter --net=/run/netns/far sh -c 'echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range'
printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 %s\n203.0.113.1 far.example\n' "$(hostname)" > /etc/hosts
for each in $(seq 1 200); do echo "198.51.100.$each near$each.example"; done >> /etc/hosts
printf 'nameserver 203.0.113.254\noptions timeout:300 attempts:1\n' > /etc/resolv.conf
