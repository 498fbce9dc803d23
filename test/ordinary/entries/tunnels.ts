import type {Entry} from '../entry.ts';

const client = '/usr/bin/ssh';
const server = '/usr/sbin/sshd';
const nc = '/usr/bin/nc.openbsd';

export const tunnels: readonly Entry[] = [
  {
    id: 'ssh-L',
    work: 'ssh -L and a client of the tunnel',
    needs: [client, nc],
    script: 'ssh -NL 127.0.0.1:4101:203.0.113.2:5432 $far & await 127.0.0.1 4101; exec nc.openbsd -d 127.0.0.1 4101',
    sockets: [
      ['tcp LISTEN 127.0.0.1:4101', 'explained', 'ssh'],
      ['tcp ESTABLISHED near:* far:22', 'learn', 'ssh'],
      ['tcp ESTABLISHED 127.0.0.1:* 127.0.0.1:4101', 'explained', 'nc.openbsd'],
      ['tcp ESTABLISHED 127.0.0.1:4101 127.0.0.1:*', 'explained', 'ssh'],
    ],
  },
  {
    id: 'ssh-D',
    work: 'ssh -D of a user, and a download by it',
    needs: [client, '/usr/bin/curl'],
    script: `(as dev ssh -ND 127.0.0.1:4102 $far) &
await 127.0.0.1 4102
as dev curl -sN --socks5 127.0.0.1:4102 http://203.0.113.2/ -o /dev/null`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:4102', 'explained', 'ssh'],
      ['tcp ESTABLISHED near:* far:22', 'learn', 'ssh'],
      ['tcp ESTABLISHED 127.0.0.1:* 127.0.0.1:4102', 'explained', 'curl'],
      ['tcp ESTABLISHED 127.0.0.1:4102 127.0.0.1:*', 'explained', 'ssh'],
    ],
  },
  {
    id: 'ssh-R',
    work: 'ssh -R to another host, and its way back to a server here',
    needs: [client, nc],
    script: `nc.openbsd -lk 127.0.0.1 4103 &
ssh -NR 127.0.0.1:4110:127.0.0.1:4103 $far &
until outside ss -Hltn src 127.0.0.1:4110 | grep -q .; do sleep 0.1; done
outside nc.openbsd -d 127.0.0.1 4110`,
    sockets: [
      ['tcp ESTABLISHED near:* far:22', 'learn', 'ssh'],
      ['tcp LISTEN 127.0.0.1:4103', 'explained', 'nc.openbsd'],
      ['tcp ESTABLISHED 127.0.0.1:* 127.0.0.1:4103', 'explained', 'ssh'],
      ['tcp ESTABLISHED 127.0.0.1:4103 127.0.0.1:*', 'explained', 'nc.openbsd'],
    ],
  },
  {
    id: 'sshd-R',
    work: 'listeners that sshd holds for ssh -R of a user',
    needs: [client, server],
    script: 'await 0.0.0.0 22; outside ssh -NR 127.0.0.1:4104:127.0.0.1:80 -R 0.0.0.0:4105:127.0.0.1:80 dev@$near',
    sockets: [
      ['tcp ESTABLISHED near:22 far:*', 'explained', 'sshd'],
      ['tcp LISTEN 127.0.0.1:4104', 'explained', 'sshd'],
      ['tcp LISTEN 0.0.0.0:4105', 'learn', 'sshd'],
    ],
  },
  {
    id: 'socat-forward',
    work: 'socat TCP-LISTEN to TCP',
    needs: ['/usr/bin/socat', nc],
    isHeavy: true,
    script: `socat TCP-LISTEN:15432,bind=$near,fork TCP:$far:5432 &
await $near 15432
outside nc.openbsd -d $near 15432`,
    sockets: [
      ['tcp LISTEN near:15432', 'learn', 'socat'],
      ['tcp ESTABLISHED near:15432 far:*', 'learn', 'socat'],
      ['tcp ESTABLISHED near:* far:5432', 'learn', 'socat'],
    ],
  },
  {
    id: 'source-built-sshd',
    work: 'sshd built from source in /usr/local, on another port, with a session',
    needs: [client, server],
    script: `cp /usr/sbin/sshd /usr/local/sbin/sshd
/usr/local/sbin/sshd -D -o PidFile=none -o ListenAddress=$near:2222 &
await $near 2222
outside ssh -p 2222 $near sleep infinity`,
    sockets: [
      ['tcp LISTEN near:2222', 'learn', 'sshd'],
      ['tcp ESTABLISHED near:2222 far:*', 'learn', 'sshd'],
    ],
  },
  {
    id: 'upgraded-dropbear',
    work: 'a daemon that was upgraded while it runs',
    needs: ['/usr/sbin/dropbear'],
    isHeavy: true,
    script: `cp -p /usr/sbin/dropbear /usr/sbin/dropbear.dpkg-new
echo >> /usr/sbin/dropbear
mkdir -p /etc/dropbear
dropbear -F -R -P /run/dropbear.pid -p $near:2223 &
await $near 2223
mv /usr/sbin/dropbear.dpkg-new /usr/sbin/dropbear
wait`,
    ready: "ls -l /proc/[0-9]*/exe | grep 'dropbear (deleted)'",
    sockets: [['tcp LISTEN near:2223', 'learn', 'dropbear']],
  },
];
