import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Socket} from '../../../source/domain/socket.ts';
import {ends, fixture, ownerOf, readFixture, shown} from './helper.ts';

// All captures are of one host at one time, so each must hold the same sockets as far as its tool prints them.
const expected = new TextDecoder().decode(fixture('linux-host.expected')).trimEnd().split('\n');
const all = expected.map(line => line.split(' | ')[0] ?? '');
const withoutDevice = (line: string): string =>
  line
    .replaceAll(/%[a-z0-9]+/g, '')
    .split(' ')
    .slice(0, 4)
    .join(' ');
const tcp = (line: string): boolean => line.startsWith('tcp');
const ofProtocols = (line: string): boolean => /^(?:tcp|udp)/.test(line);
const hasProcess = (line: string): boolean => /\(\d/.test(line);

const sorted = (lines: readonly string[]): string[] => [...lines].sort();
const read = (name: string): readonly Socket[] => {
  const {sockets, unread} = readFixture(name);
  assert.deepEqual(unread, []);
  return sockets;
};

for (const name of ['ss-extended.txt', 'ss-info.txt', 'ss-no-header.txt']) {
  test(`${name} has every TCP and UDP socket with its device and all its processes`, () => {
    assert.deepEqual(sorted(read(name).map(shown)), sorted(all.filter(ofProtocols)));
  });
}

test('ss -e shows inode, user and IPV6_V6ONLY', () => {
  const facts = read('ss-extended.txt').map(
    socket => `${shown(socket)} | inode ${socket.inode} | uid ${socket.uid} | v6only ${socket.v6only}`,
  );
  assert.deepEqual(facts, expected.filter(ofProtocols));
});

test('ss without names of protocols or with names of services has the same TCP sockets', () => {
  assert.deepEqual(sorted(read('ss-tcp-names.txt').map(shown)), sorted(all.filter(tcp)));
});

test('ss -a has raw and packet sockets too, and counts netlink and unix sockets', () => {
  const {sockets, skipped} = readFixture('ss-all.txt');
  assert.deepEqual(
    sorted(sockets.map(socket => ends(socket))),
    sorted(all.map(line => line.split(' ').slice(0, 4).join(' '))),
  );
  assert.deepEqual(skipped, {netlink: 9, unix: 4});
});

test('ss -w and ss -0 show the holders of raw and packet sockets', () => {
  const others = [...read('ss-raw.txt'), ...read('ss-packet.txt')];
  assert.deepEqual(
    others.map(shown),
    all.filter(line => !ofProtocols(line)),
  );
});

test('netstat -W has every TCP and UDP socket, without devices', () => {
  const listed = all.filter(ofProtocols).map(withoutDevice);
  assert.deepEqual(sorted(read('netstat-extended.txt').map(socket => ends(socket))), sorted(listed));
});

test('netstat -w and -o show raw sockets and timers beside the same processes', () => {
  const owned = (name: string): string[] => read(name).map(socket => `${ends(socket)} ${ownerOf(socket)}`);
  const timed = owned('netstat-timers.txt');
  assert.deepEqual(timed.slice(-2), ['raw4 UNCONN 0.0.0.0:1 - ping/38', 'raw6 UNCONN :::58 - ping/38']);
  assert.deepEqual(sorted(timed.slice(0, -2)), sorted(owned('netstat-tunap.txt')));
});

test('netstat -e and ss -e agree on inodes and users', () => {
  const facts = ({inode, uid}: Socket): string => `${inode} ${uid}`;
  assert.deepEqual(sorted(read('netstat-extended.txt').map(facts)), sorted(read('ss-extended.txt').map(facts)));
});

test('netstat -p and ss -p agree on the process of every socket that one process holds', () => {
  const pids = (sockets: readonly Socket[]): string[] =>
    sockets.map(
      socket => `${socket.local.port} ${socket.owner.known ? socket.owner.value[0]?.process.pid : socket.owner.why}`,
    );
  assert.deepEqual(sorted(pids(read('netstat-extended.txt'))), sorted(pids(read('ss-extended.txt'))));
});

test('netstat -p names a program by its command line, of which the first word counts', () => {
  const names = read('netstat-tunap.txt').flatMap(({owner}) =>
    owner.known ? owner.value.map(({process}) => process.name) : [],
  );
  assert.deepEqual([...new Set(names)].sort(), [
    'avahi-daemon',
    'chronyd',
    'cupsd',
    'dhclient',
    'evil',
    'firefox',
    'nginx',
    'node',
    'rsyslogd',
    'sshd',
    'systemd-resolved',
    'worker one',
  ]);
});

test('netstat without -W cuts IPv6 addresses, which stay as text with their port', () => {
  const cut = read('netstat-tunap.txt').find(({local}) => local.address.startsWith('2001:'));
  assert.equal(cut && ends(cut), 'tcp6 ESTABLISHED 2001:db8:85a3:8d3:38742 2001:db8:85a3:8d3:1:443');
});

test('netstat -a has the same ports and states by name, and counts unix sockets', () => {
  const {sockets, skipped} = readFixture('netstat-names.txt');
  const ports = (line: string): string => line.replaceAll(/ \S+:(?=\d+(?: |$))/g, ' ');
  const listed = all.filter(line => !line.startsWith('packet')).map(withoutDevice);
  assert.deepEqual(sorted(sockets.map(socket => ports(ends(socket)))), sorted(listed.map(ports)));
  assert.deepEqual(skipped, {title: 2, unix: 4});
  assert.deepEqual(
    sorted(readFixture('netstat-wide.txt').sockets.map(socket => ports(ends(socket)))),
    sorted(listed.map(ports)),
  );
});

test('in netstat run by another user, owners need root', () => {
  const owners = new Map<string, number>();
  for (const socket of read('netstat-user.txt')) owners.set(ownerOf(socket), (owners.get(ownerOf(socket)) ?? 0) + 1);
  assert.deepEqual([...owners].sort(), [
    ['closing', 3],
    ['needs-root', 35],
    ['not-accepted', 1],
  ]);
});

for (const name of ['lsof-more.txt', 'lsof-queues.txt', 'lsof-fields.txt']) {
  test(`${name} has every TCP and UDP socket that a process holds, and joins the rows of one socket`, () => {
    const listed = all.filter(line => ofProtocols(line) && hasProcess(line)).map(withoutDevice);
    assert.deepEqual(sorted(read(name).map(socket => ends(socket))), sorted(listed));
    const web = read(name).filter(({local, peer}) => local.port === 80 && peer === null);
    assert.deepEqual(web.map(ownerOf), ['nginx/35(3) nginx/45(3) nginx/46(3)', 'nginx/35(4) nginx/45(4) nginx/46(4)']);
  });
}

test('lsof in columns and by field agree on inodes, users and processes', () => {
  const facts = (socket: Socket): string => `${shown(socket)} ${socket.inode} ${socket.user}`;
  assert.deepEqual(sorted(read('lsof-more.txt').map(facts)), sorted(read('lsof-fields.txt').map(facts)));
});

const isWaiting = ({recvQueue, sendQueue}: Socket): boolean => (recvQueue ?? 0) > 0 || (sendQueue ?? 0) > 0;

test('lsof -T and -F show the queues', () => {
  const waiting = read('lsof-fields.txt').filter(isWaiting);
  assert.deepEqual(
    waiting.map(({state, recvQueue, sendQueue}) => [state, recvQueue, sendQueue]),
    [
      ['CLOSE_WAIT', 1, 0],
      ['SYN_SENT', 0, 1],
    ],
  );
  const columns = read('lsof-queues.txt').filter(isWaiting);
  assert.deepEqual(
    columns.map(socket => ends(socket)),
    waiting.map(socket => ends(socket)),
  );
});

test('a table without queues leaves them unknown, one with queues does not', () => {
  const listed = (name: string): boolean[] => [...new Set(read(name).map(({recvQueue}) => recvQueue !== null))];
  assert.deepEqual(listed('lsof-more.txt'), [false]);
  assert.deepEqual(
    [listed('lsof-queues.txt'), listed('netstat-tunap.txt'), listed('ss-extended.txt')],
    [[true], [true], [true]],
  );
});

test('lsof -i resolves service names', () => {
  const ports = ({local, peer}: Socket): string => `${local.port} ${peer?.port}`;
  assert.deepEqual(sorted(read('lsof-names.txt').map(ports)), sorted(read('lsof-more.txt').map(ports)));
});

test('lsof of all files has sockets of every kind, and the other files are counted', () => {
  const {sockets, skipped} = readFixture('lsof-everything.txt');
  assert.deepEqual(
    sockets.map(socket => `${shown(socket)} ${socket.inode}`),
    [
      'tcp4 LISTEN 0.0.0.0:22 - sshd/27(3) 159439',
      'tcp6 LISTEN :::22 - sshd/27(4) 159440',
      'tcp4 ESTABLISHED 192.0.2.10:22 198.51.100.1:50022 sshd/27(9) 159445',
      'udp4 UNCONN 0.0.0.0:68 - dhclient/30(3) 159431',
      'packet UNCONN *:0 - dhclient/30(4) 159432',
      'raw4 UNCONN 0.0.0.0:1 - ping/38(3) 159466',
      'raw6 UNCONN :::58 - ping/38(4) 159467',
    ],
  );
  assert.deepEqual(skipped, {file: 18, unix: 4});
});

test('lsof -F without the protocol among its fields has no socket, and its lines are reported as unread', () => {
  const {sockets, unread, formats} = readFixture('lsof-fields-few.txt');
  assert.deepEqual(
    [sockets.length, formats, unread[0]],
    [0, ['lsof-fields'], {line: 3, text: 'n*:22', why: 'no table has such a row'}],
  );
});

test('ss -i shows the measures of TCP, in a line of its own or at the end of the row', () => {
  const client = (name: string): Socket | undefined =>
    read(name).find(({state}) => state === 'CLOSE_WAIT' || state === 'SYN_SENT');
  assert.deepEqual(client('ss-info.txt')?.tcp, {rttMs: 0.006, retransmits: 0, bytesSent: 1, bytesReceived: 1});
  const measured = (name: string): number => read(name).filter(socket => socket.tcp !== null).length;
  assert.equal(measured('ss-info.txt'), 11);
  assert.equal(measured('ss-oneline.txt'), 6);
  assert.equal(measured('ss-terminal.txt'), 11);
});

test('ss with a state filter has no State column: sockets with a peer count as ESTABLISHED, and are counted', () => {
  const {sockets, assumedStates} = readFixture('ss-established.txt');
  const established = all.filter(line => line.startsWith('tcp') && line.includes(' ESTABLISHED '));
  assert.deepEqual(sorted(sockets.map(shown)), sorted(established));
  assert.equal(assumedStates, established.length);
});
