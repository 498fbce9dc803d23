import {postgresPrograms} from '../../e2e/daemons/installed.ts';
import {type Entry, python} from '../entry.ts';

const curl = '/usr/bin/curl';

/** Tools that come to a host as packages, and jobs that run by themselves. */
export const tools: readonly Entry[] = [
  {
    id: 'curl-download',
    work: 'curl -o',
    needs: [curl],
    script: 'exec curl -sN http://$far/file -o /root/download',
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
  {
    id: 'curl-of-www-data',
    work: "a web application's curl",
    needs: [curl],
    script: 'as www-data curl -sk https://$far/',
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'curl']],
  },
  {
    id: 'git-over-https',
    work: 'git fetch over HTTPS',
    needs: ['/usr/bin/git'],
    script: 'as dev git ls-remote https://$far/code.git',
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'git-remote-http']],
  },
  {
    id: 'apt',
    work: 'apt-get update while it fetches',
    needs: ['/usr/bin/apt-get'],
    script: `echo "deb http://$far/debian stable main" > /run/ordinary/sources.list
chown _apt /var/lib/apt/lists/partial
exec apt-get update -o Dir::Etc::sourcelist=/run/ordinary/sources.list -o Dir::Etc::sourceparts=- \\
  -o Acquire::http::Timeout=600`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'http']],
  },
  {
    id: 'certbot',
    work: 'certbot, asking its authority',
    needs: ['/usr/bin/certbot'],
    isHeavy: true,
    script: `until certbot certonly --standalone -n --agree-tos --register-unsafely-without-email -d name.example \\
  --server https://$far/directory; do sleep 0.1; done`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', python]],
  },
  {
    id: 'image-pull',
    work: 'an image pulled by skopeo',
    needs: ['/usr/bin/skopeo'],
    isHeavy: true,
    // It gives up a server that does not answer after ten seconds.
    script: 'until skopeo inspect docker://$far/image:latest; do sleep 0.1; done',
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'skopeo']],
  },
  {
    id: 'docker-pull',
    work: 'docker pull by a dockerd that no package owns (stand-in)',
    needs: [curl],
    script: 'service docker; cp /usr/bin/curl /usr/local/bin/dockerd; exec dockerd -sk https://$far/v2/',
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'dockerd']],
  },
  {
    id: 'psql',
    work: 'psql to a database elsewhere',
    needs: [`${postgresPrograms}/psql`],
    script: `terminal "${postgresPrograms}/psql -h $far -U postgres"`,
    sockets: [['tcp ESTABLISHED near:* far:5432', 'learn', 'psql']],
  },
  {
    id: 'backup',
    work: 'a backup script in /root/bin: tar | ssh',
    needs: ['/usr/bin/ssh', '/bin/bash'],
    script: `mkdir -p /root/bin
printf '#!/bin/bash\\ntar c /usr/lib | ssh %s sleep infinity\\n' $far > /root/bin/backup
chmod 755 /root/bin/backup
exec /root/bin/backup`,
    sockets: [['tcp ESTABLISHED near:* far:22', 'learn', 'ssh']],
  },
  {
    id: 'backup-in-python',
    work: "a script of root's own in /root/bin, in Python",
    needs: ['/usr/bin/python3'],
    script: `mkdir -p /root/bin
printf '#!/usr/bin/python3\\nimport urllib.request as r\\nr.urlopen("https://%s/")\\n' $far > /root/bin/upload
chmod 755 /root/bin/upload
exec /root/bin/upload`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', python]],
  },
  {
    id: 'sudo-script',
    work: 'a script of /usr/local/sbin by sudo',
    needs: ['/usr/bin/sudo', curl],
    isHeavy: true,
    script: `printf '#!/bin/sh\\ncurl -sN http://%s/ -o /dev/null\\n' $far > /usr/local/sbin/nightly
chmod 755 /usr/local/sbin/nightly
echo 'dev ALL=(root) NOPASSWD: /usr/local/sbin/nightly' > /etc/sudoers.d/nightly
chmod 440 /etc/sudoers.d/nightly
as dev sudo -n /usr/local/sbin/nightly`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
  {
    id: 'cron-curl',
    work: 'a cron job with curl in a shell line',
    needs: ['/usr/sbin/cron', curl],
    isHeavy: true,
    script: `service cron
rm -f /etc/cron.d/*
echo "@reboot root curl -sN http://$far/ > /dev/null" > /etc/cron.d/list
exec cron -f`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
  {
    id: 'closed-standard-input',
    work: 'a script that was started with its standard input closed, so that the connection takes its number',
    needs: ['/usr/bin/python3'],
    disputed: 'owner-shell: an outbound connection is its standard input, output or error',
    script: `printf 'import socket, sys\\nsocket.create_connection((sys.argv[1], 443)).recv(1)\\n' > /srv/poll.py
exec python3 /srv/poll.py $far <&-`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', python]],
  },
  {
    id: 'irssi',
    work: 'a user on IRC',
    needs: ['/usr/bin/irssi'],
    isHeavy: true,
    script: `(as dev sh -c "sleep infinity \\
  | TERM=xterm script -qfc 'stty rows 24 columns 80; irssi -c $far -p 6667' /dev/null")`,
    sockets: [['tcp ESTABLISHED near:* far:6667', 'learn', 'irssi']],
  },
  {
    id: 'cassandra-gossip',
    work: 'a node of a Cassandra cluster, which talks to the others on port 7000 (stand-in)',
    needs: ['/usr/bin/python3'],
    script: `service cassandra
printf 'import socket, sys\nsocket.create_connection((sys.argv[1], 7000)).recv(1)\n' > /srv/gossip.py
exec python3 /srv/gossip.py $far`,
    sockets: [['tcp ESTABLISHED near:* far:7000', 'learn', python]],
  },
  {
    id: 'dhcp6c',
    work: 'a DHCP client that the list of clients may lack: dhcp6c',
    needs: ['/usr/sbin/dhcp6c'],
    isHeavy: true,
    script: `service wide-dhcpv6-client
mkdir -p /var/lib/dhcpv6
printf 'interface eth0 { information-only; };\n' > /run/ordinary/dhcp6c.conf
exec dhcp6c -f -c /run/ordinary/dhcp6c.conf -p /run/dhcp6c.pid eth0`,
    sockets: [
      ['udp UNCONN [::]:546', 'learn', 'dhcp6c'],
      ['tcp LISTEN [::1]:5546', 'explained', 'dhcp6c'],
    ],
  },
];
