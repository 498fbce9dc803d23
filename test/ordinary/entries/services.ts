import {type Entry, python, redis, sh} from '../entry.ts';

const nc = '/usr/bin/nc.openbsd';

/** Makes a service of a shell script, which answers on its standard output and waits for more on its standard input. */
const makeReport = (
  name: string,
): string => `printf '#!/bin/sh\\necho ready\\nread -r line\\n' > /usr/local/sbin/${name}
chmod 755 /usr/local/sbin/${name}`;

export const services: readonly Entry[] = [
  {
    id: 'rsync-daemon',
    work: 'rsync as a daemon, with a client',
    needs: ['/usr/bin/rsync', nc],
    isHeavy: true,
    script: `service rsync
printf '[pub]\\npath = /srv\\n' > /etc/rsyncd.conf
rsync --daemon --no-detach --address=$near & await $near 873
while :; do outside nc.openbsd -d $near 873 || :; done`,
    sockets: [
      ['tcp LISTEN near:873', 'learn', 'rsync'],
      ['tcp ESTABLISHED near:873 far:*', 'learn', 'rsync'],
    ],
  },
  {
    id: 'inetd',
    work: 'services of inetd: a program, a shell script, git',
    needs: ['/usr/sbin/inetd', '/usr/bin/git', nc],
    isHeavy: true,
    script: `service inetd
${makeReport('report')}
cat > /run/ordinary/inetd.conf <<END
$near:9101 stream tcp nowait root /bin/cat cat
$near:9102 stream tcp nowait nobody /usr/local/sbin/report report
$near:9418 stream tcp nowait nobody /usr/bin/git git daemon --inetd
END
inetd -i /run/ordinary/inetd.conf & await $near 9418
for port in 9101 9102 9418; do outside nc.openbsd -d $near $port & done
wait`,
    sockets: [
      ['tcp LISTEN near:9101', 'learn', 'inetd'],
      ['tcp ESTABLISHED near:9101 far:*', 'learn', 'cat'],
      ['tcp ESTABLISHED near:9102 far:*', 'learn', sh],
      ['tcp ESTABLISHED near:9418 far:*', 'learn', 'git-daemon'],
    ],
  },
  {
    id: 'tcpserver',
    work: 'a shell script behind tcpserver',
    needs: ['/usr/bin/tcpserver', nc],
    isHeavy: true,
    script: `service report
${makeReport('report-tcpserver')}
tcpserver -H -R -l 0 $near 9104 /usr/local/sbin/report-tcpserver & await $near 9104
outside nc.openbsd -d $near 9104`,
    sockets: [
      ['tcp LISTEN near:9104', 'learn', 'tcpserver'],
      ['tcp ESTABLISHED near:9104 far:*', 'learn', sh],
    ],
  },
  {
    id: 'socket-activated',
    work: 'a shell script that systemd-socket-activate starts for a connection',
    needs: ['/usr/bin/systemd-socket-activate', nc],
    isHeavy: true,
    script: `${makeReport('report-activated')}
systemd-socket-activate --inetd --accept --listen=$near:9105 /usr/local/sbin/report-activated & await $near 9105
outside nc.openbsd -d $near 9105`,
    sockets: [
      ['tcp LISTEN near:9105', 'learn', 'systemd-socket-activate'],
      ['tcp ESTABLISHED near:9105 far:*', 'learn', sh],
    ],
  },
  {
    id: 'munin-node',
    work: 'munin-node with a plugin that is a shell script',
    needs: ['/usr/sbin/munin-node', nc],
    isHeavy: true,
    script: `service munin-node
mkdir -p /run/munin /var/log/munin /var/lib/munin-node/plugin-state
mkdir -p /etc/munin/plugins
rm -f /etc/munin/plugins/*
cat > /etc/munin/plugins/slow <<'END'
#!/bin/sh
case $1 in
config) printf 'graph_title slow\\nslow.label slow\\n' ;;
*) sleep 1201 ;;
esac
END
chmod 755 /etc/munin/plugins/slow
cat > /run/ordinary/munin.conf <<END
log_file /var/log/munin/node.log
pid_file /run/munin/node.pid
background 0
setsid 0
user root
group root
host $near
port 4949
allow ^.*$
timeout 600
servicedir /etc/munin/plugins
END
munin-node --config /run/ordinary/munin.conf & await $near 4949
{ echo 'fetch slow'; sleep infinity; } | outside nc.openbsd $near 4949`,
    ready: "pgrep -xf 'sleep 1201'",
    sockets: [
      ['tcp LISTEN near:4949', 'learn', 'perl'],
      ['tcp ESTABLISHED near:4949 far:*', 'learn', 'perl'],
    ],
  },
  {
    id: 'gunicorn',
    work: 'workers that gunicorn forks beforehand, with a client',
    needs: ['/usr/bin/gunicorn', nc],
    isHeavy: true,
    script: `service site
mkdir -p /srv/site
echo 'def app(environment, start): start("200 OK", []); return []' > /srv/site/site_app.py
(as www-data gunicorn --chdir /srv/site --bind $near:8105 --workers 2 --worker-class gthread site_app:app) &
await $near 8105
outside nc.openbsd -d $near 8105`,
    sockets: [
      ['tcp LISTEN near:8105', 'learn', python],
      ['tcp ESTABLISHED near:8105 far:*', 'learn', python],
    ],
  },
  {
    id: 'perl-daemon',
    work: "a Perl script of one's own as a service",
    needs: ['/usr/bin/perl'],
    script: `service collector
cat > /srv/collector.pl <<'END'
use IO::Socket::INET;
my $server = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => 8106, Listen => 5) or die;
while (my $client = $server->accept) { 1 while <$client> }
END
as www-data perl /srv/collector.pl $near`,
    sockets: [['tcp LISTEN near:8106', 'learn', 'perl']],
  },
  {
    id: 'redis-replica',
    work: 'Redis that follows another one',
    needs: ['/usr/bin/redis-server'],
    script: 'service redis; cd /run; as redis redis-server --bind $near --replicaof $far 6379',
    sockets: [
      ['tcp LISTEN near:6379', 'learn', redis],
      ['tcp ESTABLISHED near:* far:6379', 'learn', redis],
    ],
  },
];
