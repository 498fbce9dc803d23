/** What the pictures show. Addresses are those of documentation (RFC 5737). */

export const web = '192.0.2.10';
const [gateway, laptop, visitor, mirror, relay] = [
  '192.0.2.1',
  '198.51.100.7',
  '198.51.100.23',
  '203.0.113.9',
  '203.0.113.66',
];
export const neighbours = [gateway, laptop, visitor, mirror, relay] as const;

/** Users of the made-up host, in the format of passwd(5). */
export const passwd: readonly string[] = [
  'root:x:0:0::/root:/bin/sh',
  'www-data:x:33:33::/var/www:/bin/false',
  'postgres:x:114:114::/:/bin/false',
  'redis:x:115:115::/:/bin/false',
  '_chrony:x:116:116::/:/bin/false',
  'avahi:x:117:117::/:/bin/false',
  'deploy:x:1000:1000::/:/bin/sh',
];

/** Programs in /usr/sbin of the made-up host. */
export const programs = [
  'sshd',
  'nginx',
  'postgres',
  'redis-server',
  'chronyd',
  'avahi-daemon',
  'rsyslogd',
  'cupsd',
  'node',
  'apt',
] as const;

export type Daemon = {
  readonly program: string;
  readonly directory?: string;
  readonly title: string;
  readonly uid?: number;
  /** Of holder.pl. */
  readonly orders: readonly string[];
  /** Runs beyond the host's own network. */
  readonly inWorld?: true;
};

const inSbin = (program: (typeof programs)[number], title: string, orders: readonly string[], uid = 0): Daemon => ({
  program: `/usr/sbin/${program}`,
  title,
  uid,
  orders,
});

const peer = (title: string, orders: readonly string[]): Daemon => ({
  program: '/usr/bin/perl',
  title,
  orders: [...orders, 'talk'],
  inWorld: true,
});

/** In the order they are started: who listens comes before who connects. */
export const daemons: readonly Daemon[] = [
  inSbin('sshd', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', [
    'listen tcp 0.0.0.0 22',
    'listen tcp :: 22',
  ]),
  inSbin('rsyslogd', '/usr/sbin/rsyslogd -n', ['listen udp 0.0.0.0 514']),
  inSbin('avahi-daemon', 'avahi-daemon: running [web-01.local]', ['listen udp 0.0.0.0 5353'], 117),
  inSbin('cupsd', '/usr/sbin/cupsd -l', ['listen tcp 127.0.0.1 631']),
  inSbin('postgres', 'postgres -D /var/lib/postgresql/15/main', ['listen tcp 127.0.0.1 5432'], 114),
  inSbin('redis-server', '/usr/sbin/redis-server 127.0.0.1:6379', ['listen tcp 127.0.0.1 6379'], 115),
  inSbin('nginx', 'nginx: master process /usr/sbin/nginx', [
    'listen tcp 0.0.0.0 80',
    'listen tcp 0.0.0.0 443',
    'worker nginx: worker process',
  ]),
  peer('the other ends', ['listen tcp 0.0.0.0 80', 'listen tcp 0.0.0.0 443', 'listen tcp 0.0.0.0 6667']),
  inSbin('chronyd', '/usr/sbin/chronyd -F 1', [`connect udp ${gateway} 123`], 116),
  inSbin(
    'node',
    'node /srv/app/server.js',
    ['listen tcp :: 3000', 'connect tcp 127.0.0.1 5432', `connect tcp ${mirror} 443`],
    1000,
  ),
  inSbin('apt', 'apt-get update', [`touch tcp ${mirror} 80`]),
  {
    program: '/var/tmp/.cache/httpd',
    directory: '/var/tmp/.cache',
    title: './httpd -d',
    uid: 33,
    orders: ['listen tcp 0.0.0.0 8080', `connect tcp ${relay} 6667`],
  },
  peer('a user at a laptop', [`connect tcp ${web} 22 ${laptop}`, `connect tcp ${web} 443 ${visitor}`]),
];
