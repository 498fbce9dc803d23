import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readOne, readText, shown} from './helper.ts';

test('netstat: a process ID without a name is known alone', () => {
  assert.equal(shown(readOne('tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/')), 'tcp4 LISTEN 0.0.0.0:22 - ?/812');
});

test('netstat -e: user by name or number, inode, and a program with blanks', () => {
  const named = readOne('udp 0 0 0.0.0.0:68 0.0.0.0:* systemd-network 1234 640/dhcp client');
  assert.deepEqual(
    [named.user, named.uid, named.inode, shown(named)],
    ['systemd-network', null, 1234, 'udp4 UNCONN 0.0.0.0:68 - dhcp client/640'],
  );
  const numbered = readOne('tcp6 0 0 :::22 :::* LISTEN 0 99 -');
  assert.deepEqual([numbered.user, numbered.uid, numbered.inode], [null, 0, 99]);
});

test('netstat: a TCP row without a known state takes it from the peer', () => {
  const head = 'Proto Recv-Q Send-Q Local Address Foreign Address State';
  const rows = [
    'tcp 0 0 0.0.0.0:22 0.0.0.0:*',
    'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTENINGS 1/x',
    'udp 0 0 0.0.0.0:22 0.0.0.0:* what is this',
  ];
  const {sockets, unread, assumedStates, unknownWords} = readText([head, ...rows].join('\n'));
  assert.deepEqual(sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - x/1',
    'udp4 UNCONN 0.0.0.0:22 - not-collected',
  ]);
  assert.deepEqual([unread, assumedStates, [...unknownWords]], [[], 2, [['LISTENINGS', 1]]]);
});

test('netstat: SCTP and UDP-Lite sockets are counted', () => {
  const text = 'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN\nsctp 0.0.0.0:3868 LISTEN\nudpl 0 0 0.0.0.0:9 0.0.0.0:*\n';
  assert.deepEqual(readText(text).skipped, {sctp: 1, udplite: 1});
});

test('BSD -A: the address of the control block stands before the protocol', () => {
  assert.equal(
    shown(readOne('fffff8000a1d5b00 tcp4       0      0 *.22 *.* LISTEN')),
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
  );
});

test('macOS: the last colon parts process and ID, and process 0 is no process', () => {
  const row = (process: string): string =>
    `tcp4 0 0 *.22 *.* LISTEN 0 0 131072 131072 ${process} 00100 00000006 0000000000a1b3f0 00000001 00000800 1 0 0000`;
  assert.equal(shown(readOne(row('a:1 00100:b:4410'))), 'tcp4 LISTEN 0.0.0.0:22 - a:1 00100:b/4410');
  assert.equal(shown(readOne(row('kernel:0'))), 'tcp4 LISTEN 0.0.0.0:22 - not-collected');
});

test('Windows: a state in an unknown language follows from ends and process, or else is assumed and counted', () => {
  const head = '  协议  本地地址          外部地址        状态           PID';
  const rows = [
    '  TCP    0.0.0.0:135   0.0.0.0:0   NASŁUCHIWANIE   1060',
    '  TCP    10.0.0.8:1   10.0.0.9:2   USTANOWIONO  4',
    '  TCP    10.0.0.8:3   10.0.0.9:2   CZAS_OCZEKIWANIA  0',
  ];
  const {sockets, unread, assumedStates} = readText([head, ...rows].join('\n'));
  assert.deepEqual(sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:135 - ?/1060',
    'tcp4 ESTABLISHED 10.0.0.8:1 10.0.0.9:2 ?/4',
    'tcp4 TIME_WAIT 10.0.0.8:3 10.0.0.9:2 closing',
  ]);
  assert.deepEqual([unread, assumedStates], [[], 1]);
});

test('Windows: without process IDs an unknown state follows from the peer', () => {
  const {sockets, unread} = readText('  Proto  A  B  C\n  TCP    10.0.0.8:1   10.0.0.9:2   USTANOWIONO\n');
  assert.deepEqual([sockets.map(shown), unread], [['tcp4 ESTABLISHED 10.0.0.8:1 10.0.0.9:2 not-collected'], []]);
});

test('Windows: names of hosts and services, offload state, and -b without process ID', () => {
  assert.equal(shown(readOne('  TCP    PC01:epmap    PC01:0    LISTENING')), 'tcp4 LISTEN PC01:135 - not-collected');
  assert.equal(
    shown(readOne('  TCP    127.0.0.1:5  127.0.0.1:6  ESTABLISHED  4321  InHost')),
    'tcp4 ESTABLISHED 127.0.0.1:5 127.0.0.1:6 ?/4321',
  );
  assert.equal(
    shown(readOne('  TCP    0.0.0.0:22    0.0.0.0:0    LISTENING\n [sshd.exe]')),
    'tcp4 LISTEN 0.0.0.0:22 - sshd/?',
  );
});

test('Windows: a program in brackets below an unread row is given to no other socket', () => {
  const text =
    '  TCP    0.0.0.0:22   0.0.0.0:0   LISTENING  7\n  TCP    10.0.0.8:1   10.0.0.9:nosuch   ?!?  4\n [evil.exe]\n';
  assert.deepEqual(readText(text).sockets.map(shown), ['tcp4 LISTEN 0.0.0.0:22 - ?/7']);
});

test('Windows: a line below one that is no row is no part of the row before it', () => {
  const text =
    '  TCP    0.0.0.0:22   0.0.0.0:0   LISTENING  7\njunk\n [sshd.exe]\n Output information may be incomplete.\n';
  const {sockets, unread, skipped} = readText(text);
  assert.deepEqual(sockets.map(shown), ['tcp4 LISTEN 0.0.0.0:22 - ?/7']);
  assert.deepEqual([unread.map(({line}) => line), skipped], [[2, 3], {note: 1}]);
});

test('lsof: names registered with the portmapper are passed over', () => {
  assert.equal(
    shown(readOne('rpcbind 640 _rpc 8u IPv4 15 0t0 TCP *:111[portmapper] (LISTEN)')),
    'tcp4 LISTEN 0.0.0.0:111 - rpcbind/640(8)',
  );
});

test('lsof -F: fields may be few as long as the protocol is among them', () => {
  const {sockets, assumedStates} = readText('p812\ncsshd\nPTCP\nn*:22\nPTCP\nn[::1]:22->[::1]:9\n');
  assert.deepEqual(
    [sockets.map(shown), assumedStates],
    [['tcp4 LISTEN 0.0.0.0:22 - sshd/812', 'tcp6 ESTABLISHED ::1:22 ::1:9 sshd/812'], 2],
  );
});

test('lsof -F: a process without a name has its pid alone, and junk between fields is unread', () => {
  const {sockets, unread} = readText('p812\nf3\ntIPv4\nsome junk\nPTCP\nn*:22\nTST=LISTEN\ncupsd 28 root\n');
  assert.deepEqual([sockets.map(shown), unread.map(({line}) => line)], [['tcp4 LISTEN 0.0.0.0:22 - ?/812(3)'], [4, 8]]);
});
