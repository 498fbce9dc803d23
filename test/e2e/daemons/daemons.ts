import {postgresPrograms} from './installed.ts';
import {address, neighbour} from './sandbox.ts';

/** A socket as `look.ts` writes it, and what must be said of it. Where no holder is named, it is the program. */
export type Expected = readonly [socket: string, verdict: string, rule: string, holder?: string];

/** A program of Debian, in the configuration it comes with where not said otherwise, and every socket it holds. */
export type Daemon = {
  readonly name: string;
  readonly package: string;
  readonly program: string;
  /** Script of sh(1) that becomes the program, in a sandbox. */
  readonly start: string;
  readonly sockets: readonly Expected[];
};

const key = '/run/e2e/key';

/** What must be there before the servers start. */
export const preparation = `
mkdir -p /run/sshd /run/dbus /run/cups /var/log/cups /var/cache/cups /var/log/nginx /var/lib/nginx /var/lib/dhcp \\
  /var/lib/misc /var/spool/rsyslog
install -d -g lp -m 710 /var/spool/cups
ssh-keygen -q -t ed25519 -N '' -f ${key}
`;

const own = (user: string, ...directories: readonly string[]): string =>
  `install -d -o ${user} -g ${user} ${directories.join(' ')}`;
const as = (user: string): string => `setpriv --reuid ${user} --regid ${user} --init-groups`;

export const servers: readonly Daemon[] = [
  {
    name: 'OpenSSH',
    package: 'openssh-server',
    program: '/usr/sbin/sshd',
    start: `exec /usr/sbin/sshd -D -e -o AuthorizedKeysFile=${key}.pub`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:22', 'explained', 'ssh-server'],
      ['tcp LISTEN [::]:22', 'explained', 'ssh-server'],
    ],
  },
  {
    name: 'chrony as client and server',
    package: 'chrony',
    program: '/usr/sbin/chronyd',
    // -x: never sets the clock. The server does not answer, so the socket to it stays open, but for moments.
    start: `
${own('_chrony', '/run/chrony', '/var/lib/chrony', '/var/log/chrony')}
sed -i 's/^pool .*/server ${neighbour} minpoll 3 maxpoll 3/' /etc/chrony/chrony.conf
echo allow > /etc/chrony/conf.d/allow.conf
exec chronyd -d -x`,
    sockets: [
      [`udp ESTABLISHED ${address}:* ${neighbour}:123`, 'explained', 'ntp-client'],
      ['udp UNCONN 0.0.0.0:123', 'learn', 'open-listener'],
      ['udp UNCONN [::]:123', 'learn', 'open-listener'],
      ['udp UNCONN 127.0.0.1:323', 'explained', 'loopback-listener'],
      ['udp UNCONN [::1]:323', 'explained', 'loopback-listener'],
    ],
  },
  {
    name: 'rsyslog with UDP input',
    package: 'rsyslog',
    program: '/usr/sbin/rsyslogd',
    // Without its inputs from this machine, which would be those of the real one.
    start: `
sed -i '/imuxsock/d; /imklog/d' /etc/rsyslog.conf
echo 'module(load="imudp") input(type="imudp" port="514")' > /etc/rsyslog.d/udp.conf
exec rsyslogd -n -iNONE`,
    sockets: [
      ['udp UNCONN 0.0.0.0:514', 'explained', 'syslog-listener'],
      ['udp UNCONN [::]:514', 'explained', 'syslog-listener'],
    ],
  },
  {
    name: 'CUPS',
    package: 'cups-daemon',
    program: '/usr/sbin/cupsd',
    start: 'exec cupsd -f',
    sockets: [
      ['tcp LISTEN 127.0.0.1:631', 'explained', 'printing'],
      ['tcp LISTEN [::1]:631', 'explained', 'printing'],
    ],
  },
  {
    name: 'Avahi',
    package: 'avahi-daemon',
    program: '/usr/sbin/avahi-daemon',
    start: `
dbus-daemon --system --nopidfile --fork
exec avahi-daemon`,
    sockets: [
      ['udp UNCONN 0.0.0.0:5353', 'explained', 'service-discovery'],
      ['udp UNCONN [::]:5353', 'explained', 'service-discovery'],
      ['udp UNCONN 0.0.0.0:*', 'explained', 'avahi-port'],
      ['udp UNCONN [::]:*', 'explained', 'avahi-port'],
    ],
  },
  {
    name: 'dhclient',
    package: 'isc-dhcp-client',
    program: '/usr/sbin/dhclient',
    start: 'exec dhclient -4 -d -sf /bin/true eth0',
    sockets: [
      ['udp UNCONN 0.0.0.0:68', 'explained', 'dhcp-client'],
      ['packet UNCONN *:3', 'learn', 'packet-socket'],
    ],
  },
  {
    name: 'dnsmasq',
    package: 'dnsmasq',
    program: '/usr/sbin/dnsmasq',
    start: 'exec dnsmasq --keep-in-foreground',
    sockets: [
      ['tcp LISTEN 0.0.0.0:53', 'learn', 'open-listener'],
      ['tcp LISTEN [::]:53', 'learn', 'open-listener'],
      ['udp UNCONN 0.0.0.0:53', 'learn', 'open-listener'],
      ['udp UNCONN [::]:53', 'learn', 'open-listener'],
    ],
  },
  {
    name: 'nginx',
    package: 'nginx',
    program: '/usr/sbin/nginx',
    start: `exec nginx -g 'daemon off;'`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:80', 'learn', 'open-listener'],
      ['tcp LISTEN [::]:80', 'learn', 'open-listener'],
    ],
  },
  {
    name: 'PostgreSQL',
    package: 'postgresql',
    program: `${postgresPrograms}/postgres`,
    start: `
${own('postgres', '/run/postgresql', '/var/lib/postgresql')}
test -e /var/lib/postgresql/data ||
  ${as('postgres')} ${postgresPrograms}/initdb --no-sync --auth=trust -D /var/lib/postgresql/data
exec ${as('postgres')} ${postgresPrograms}/postgres -D /var/lib/postgresql/data`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:5432', 'explained', 'loopback-listener'],
      ['tcp LISTEN [::1]:5432', 'explained', 'loopback-listener'],
    ],
  },
  {
    name: 'Redis',
    package: 'redis-server',
    program: '/usr/bin/redis-server',
    start: `
${own('redis', '/run/redis', '/var/lib/redis', '/var/log/redis')}
exec ${as('redis')} redis-server /etc/redis/redis.conf --daemonize no`,
    sockets: [
      ['tcp LISTEN 127.0.0.1:6379', 'explained', 'loopback-listener'],
      ['tcp LISTEN [::1]:6379', 'explained', 'loopback-listener'],
    ],
  },
  {
    name: 'lighttpd',
    package: 'lighttpd',
    program: '/usr/sbin/lighttpd',
    // Not on 80, which nginx holds.
    start: `
${own('www-data', '/var/log/lighttpd', '/var/cache/lighttpd/uploads', '/var/www/html')}
sed -i 's/^server.port .*/server.port = 8082/' /etc/lighttpd/lighttpd.conf
exec lighttpd -D -f /etc/lighttpd/lighttpd.conf`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:8082', 'learn', 'open-listener'],
      ['tcp LISTEN [::]:8082', 'learn', 'open-listener'],
    ],
  },
  {
    name: 'munin-node',
    package: 'munin-node',
    program: '/usr/sbin/munin-node',
    start: `
mkdir -p /run/munin /var/log/munin /var/lib/munin-node/plugin-state
echo 'host_name node.example' >> /etc/munin/munin-node.conf
exec munin-node --foreground`,
    sockets: [['tcp LISTEN [::]:4949', 'learn', 'open-listener', '/usr/bin/perl']],
  },
  {
    name: 'rsync as a daemon',
    package: 'rsync',
    program: '/usr/bin/rsync',
    // With a socket as its standard input, it would serve that one alone.
    start: `
printf '[pub]\\npath = /srv\\n' > /etc/rsyncd.conf
exec rsync --daemon --no-detach --address=${address} < /dev/null`,
    sockets: [[`tcp LISTEN ${address}:873`, 'learn', 'open-listener']],
  },
];

/** Programs that hold a connection to one of the servers open, with both its ends; and a look-up without an answer. */
export const clients: readonly Daemon[] = [
  {
    name: 'an SSH session',
    package: 'openssh-client',
    program: '/usr/bin/ssh',
    start: `
exec ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no \\
  -o UserKnownHostsFile=/dev/null -i ${key} root@${address} cat`,
    sockets: [
      [`tcp ESTABLISHED ${address}:22 ${address}:*`, 'explained', 'ssh-session', '/usr/sbin/sshd'],
      [`tcp ESTABLISHED ${address}:* ${address}:22`, 'learn', 'other-conversation'],
    ],
  },
  {
    name: 'an HTTP connection',
    package: 'netcat-openbsd',
    program: '/usr/bin/nc.openbsd',
    start: `exec nc.openbsd ${address} 80`,
    sockets: [
      [`tcp ESTABLISHED ${address}:* ${address}:80`, 'learn', 'web-client'],
      [`tcp ESTABLISHED ${address}:80 ${address}:*`, 'learn', 'inbound-connection', '/usr/sbin/nginx'],
    ],
  },
  {
    name: 'a database session',
    package: 'postgresql-client',
    program: `${postgresPrograms}/psql`,
    start: `exec ${postgresPrograms}/psql -h 127.0.0.1 -U postgres`,
    sockets: [
      ['tcp ESTABLISHED 127.0.0.1:* 127.0.0.1:5432', 'explained', 'loopback-peer'],
      ['tcp ESTABLISHED 127.0.0.1:5432 127.0.0.1:*', 'explained', 'loopback-peer', `${postgresPrograms}/postgres`],
    ],
  },
  {
    name: 'a name look-up',
    package: 'libc-bin',
    program: '/usr/bin/getent',
    start: 'exec getent ahostsv4 name.example',
    sockets: [[`udp ESTABLISHED ${address}:* ${neighbour}:53`, 'learn', 'dns-client']],
  },
];
