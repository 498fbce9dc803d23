# Boots a Debian of its own, with systemd as its first process: ROOT is what make-root.sh has made, and stays as it is.
# Runs in new network, mount, PID, UTS, IPC and control group namespaces. `far` is a network namespace behind eth0.
# Expects ROOT, CONFIGURE (a script that is run inside), DEVICES (a script that makes devices), PORTWATCH (directory of
# the built program), MODULES, NODE.
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/host
mount -t overlay -o "lowerdir=$ROOT,upperdir=/mnt/upper,workdir=/mnt/work" overlay /mnt/host
cp "$CONFIGURE" /mnt/host/configure
cd /mnt/host
mkdir -p portwatch/dist portwatch/node_modules old
mount --bind "$PORTWATCH" portwatch/dist
mount --bind "$MODULES" portwatch/node_modules
touch portwatch/node
mount --bind "$NODE" portwatch/node
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p run/lock run/netns
mount -t tmpfs -o mode=1777 tmpfs tmp
. "$DEVICES"
mkdir dev/net
mount -t cgroup2 none sys/fs/cgroup
pivot_root . old
cd /
umount -l /old
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root
echo daemons > /etc/hostname
hostname daemons 2>/dev/null || echo daemons > /proc/sys/kernel/hostname
ip netns add far
ip link add eth0 type veth peer name eth0 netns far
ip -netns far link set lo up
ip -netns far address add 203.0.113.1/24 dev eth0
ip -netns far link set eth0 up
ip -netns far route add local 203.0.113.0/24 dev lo
ip -netns far route add default dev eth0
ip link set lo up
ip address add 198.51.100.2/24 dev eth0
ip link set eth0 up
ip route add default dev eth0
echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range
nsenter --net=/run/netns/far sh -c 'echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range'
printf '127.0.0.1 localhost\n::1 localhost\n198.51.100.2 daemons.example daemons\n' > /etc/hosts
printf 'nameserver 127.0.0.1\noptions timeout:300 attempts:1\n' > /etc/resolv.conf
sh /configure > /run/configure.log 2>&1 || true
rm -f /usr/sbin/policy-rc.d
exec env container=other /lib/systemd/systemd --log-target=console > /run/boot.log 2>&1 < /dev/null
