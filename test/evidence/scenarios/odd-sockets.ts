import {copied, lines, onceRunning, python, ready, stays} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const opened = (...code: readonly string[]): string => python(lines('import socket, time', ...code, ready, stays));

const listener = (id: string, does: string, socket: RegExp | undefined, ...code: readonly string[]): Given => ({
  id,
  does,
  start: opened(...code),
  ...(socket && {socket}),
});

/** 42: options and addresses that are seldom used. */
const unusual: readonly Given[] = [
  {
    ...listener(
      'mptcp',
      'Multipath TCP',
      undefined,
      's = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)',
      's.bind(("$HERE", 7420)); s.listen()',
    ),
    kernel: 'Multipath TCP',
  },
  listener(
    'fast-open',
    'TCP Fast Open',
    undefined,
    's = socket.socket(); s.setsockopt(6, 23, 5)',
    's.bind(("$HERE", 7421)); s.listen()',
  ),
  listener(
    'free-bind',
    'an address that the host has not (IP_FREEBIND)',
    /^tcp LISTEN 192\.0\.2\.77:7422$/,
    's = socket.socket(); s.setsockopt(0, 15, 1)',
    's.bind(("192.0.2.77", 7422)); s.listen()',
  ),
  listener(
    'transparent',
    'an address of another host (IP_TRANSPARENT)',
    /^udp UNCONN 192\.0\.2\.78:7423$/,
    's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(0, 19, 1)',
    's.bind(("192.0.2.78", 7423))',
  ),
  listener(
    'mapped',
    'an IPv4 address on an IPv6 socket',
    undefined,
    's = socket.socket(socket.AF_INET6)',
    's.bind(("::ffff:$HERE", 7424)); s.listen()',
  ),
  listener(
    'multicast',
    'a multicast address',
    /^udp UNCONN 239\.1\.2\.3:7425$/,
    's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    's.bind(("239.1.2.3", 7425))',
  ),
];

const packet = (type: number): string =>
  `s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(${type}))`;
const raw = (protocol: number): string => `s = socket.socket(socket.AF_INET, socket.SOCK_RAW, ${protocol})`;

const copy = (path: string, code: string): string => `${copied('/usr/bin/python3', path)}
exec ${path} -c '${lines('import socket, time', code, ready, stays)}'`;

/** 43: the program sees packets before any firewall does, and waits for one of the intruder. */
const sniffers: readonly Given[] = [
  {
    id: 'packet-of-deleted',
    does: 'packet socket of a program deleted from /dev/shm',
    start: `${copied('/usr/bin/python3', '/dev/shm/$ID')}
${onceRunning(
  '/dev/shm/$ID',
  `-c '${lines('import socket, time', packet(34_997), stays)}'`,
  'while ! grep -q 88b5 /proc/net/packet; do sleep 0.02; done; rm /dev/shm/$ID',
)}`,
    socket: /^packet \S+ \S*:34997/,
  },
  {
    id: 'packet-of-python',
    does: 'packet socket of Python',
    start: opened(packet(34_998)),
    socket: /^packet \S+ \S*:34998/,
  },
  {
    id: 'packet-of-own-tcpdump',
    does: 'packet socket of a program named tcpdump, of no package',
    start: copy('/usr/local/bin/tcpdump', packet(34_999)),
    socket: /^packet \S+ \S*:34999/,
    wrong: /captures packets/i,
  },
  {id: 'raw-of-python', does: 'raw socket of Python', start: opened(raw(201)), socket: /^raw \S+ \S*:201\b/},
  {
    id: 'raw-of-tmp',
    does: 'raw socket of a program of /tmp',
    start: copy('/tmp/$ID', raw(202)),
    socket: /^raw \S+ \S*:202\b/,
  },
];

/** 44: families that no table of TCP and UDP has. */
const otherFamilies: readonly Given[] = [
  {
    id: 'ping-socket',
    kernel: 'ping sockets',
    does: 'ICMP without a raw socket',
    start: `echo '0 2147483647' > /proc/sys/net/ipv4/ping_group_range
${opened('s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1); s.bind(("$HERE", 7442))')}`,
    socket: /^icmp \S+ \S*:7442\b/,
  },
  {
    id: 'vsock-listener',
    kernel: 'vsock',
    does: 'a listener for the host of this virtual machine',
    start: opened('s = socket.socket(40, socket.SOCK_STREAM); s.bind((0xFFFFFFFF, 7440)); s.listen()'),
    helps: /^note .*vsock/im,
  },
  {
    id: 'xdp-socket',
    kernel: 'AF_XDP',
    does: 'AF_XDP',
    start: opened('s = socket.socket(44, socket.SOCK_RAW)'),
    helps: /^note .*xdp/im,
  },
  {
    id: 'udp-lite',
    kernel: 'UDP-Lite',
    does: 'UDP-Lite',
    start: opened('s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136); s.bind(("$HERE", 7441))'),
    helps: /^note .*udp-?lite/im,
  },
];

export const oddSockets: readonly Variant[] = [
  ...unusual.map(each => ({kind: 42, printsReady: true, rows: 0, signs: ['owner-script'], ...each})),
  ...sniffers.map(each => ({
    kind: 43,
    printsReady: true,
    rows: 0,
    signs: ['owner-script', 'owner-path', 'owner-intact', 'owner-packaged'],
    ...each,
  })),
  ...otherFamilies.map(each => ({kind: 44, printsReady: true, rows: 0, signs: ['owner-script'], ...each})),
];
