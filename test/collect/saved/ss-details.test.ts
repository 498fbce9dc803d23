import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isDetail, readDetails, readUsers} from '../../../source/collect/saved/ss-details.ts';
import {readText} from './helper.ts';

const named = (list: string): string[] =>
  readUsers(list).map(({process, descriptors}) => `${process.name}/${process.pid}:${descriptors}`);

test('every process of a shared socket is read, lowest pid first, with all its descriptors', () => {
  assert.deepEqual(named('("nginx",pid=47,fd=3),("nginx",pid=46,fd=3),("nginx",pid=46,fd=9)'), [
    'nginx/46:3,9',
    'nginx/47:3',
  ]);
});

test('a name that holds the end of an entry does not make another process the owner', () => {
  assert.deepEqual(named('("nginx",pid=1,f",pid=13685,fd=3)'), ['nginx",pid=1,f/13685:3']);
  assert.deepEqual(named('("",pid=1,fd=3),(",pid=13685,fd=7)'), ['",pid=1,fd=3),(/13685:7']);
});

test('a name that holds the end of the list does not end it', () => {
  const details = readDetails('users:(("",pid=1,fd=3)) ",pid=13685,fd=7)) uid:1000 ino:5 sk:1 <->');
  assert.deepEqual(
    details?.holders?.map(({process}) => [process.pid, process.name]),
    [[13_685, '",pid=1,fd=3))']],
  );
  assert.deepEqual([details?.uid, details?.inode], [1000, 5]);
});

test('a name ends where the text ends it, and a title behind a colon is no part of it', () => {
  assert.deepEqual(named('("sshd: root@pts/0",pid=2,fd=4),("worker one",pid=3,fd=4),(": hidden",pid=4,fd=4)'), [
    'sshd/2:4',
    'worker one/3:4',
    ': hidden/4:4',
  ]);
});

test('a process without a name has its pid', () => {
  assert.deepEqual(named('("",pid=12,fd=3)'), ['null/12:3']);
});

test('security contexts and threads between pid and descriptor are passed over', () => {
  assert.deepEqual(named('("sshd",pid=7,tid=7,proc_ctx=system_u:system_r:sshd_t:s0-s0:c0.c1023,fd=3)'), ['sshd/7:3']);
});

test('processes named in an unknown way cost the owner, not the row', () => {
  assert.deepEqual(readDetails('users:((sshd 812 3))'), {isPartial: true});
  const [socket] = readText('tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:((sshd 812 3))').sockets;
  assert.equal(socket?.owner.known, false);
});

test('ss leaves out a user ID of 0 where it prints the inode', () => {
  assert.deepEqual(readDetails('ino:1583 sk:1 <->'), {inode: 1583, uid: 0});
  assert.deepEqual(readDetails('timer:(keepalive,30sec,0) uid:33 ino:1583 sk:1 cgroup:/a uid:7 ino:8 v6only:1 <->'), {
    inode: 1583,
    uid: 33,
    v6only: true,
  });
  assert.deepEqual(readDetails(''), {});
});

test('round-trip time, retransmits and bytes come from -i', () => {
  const info =
    ' cubic wscale:7,7 rto:204 rtt:0.31/0.1 bytes_sent:300 bytes_acked:200 bytes_received:45 retrans:1/3 send 1bps';
  assert.deepEqual(readDetails(info)?.tcp, {rttMs: 0.31, retransmits: 3, bytesSent: 200, bytesReceived: 45});
});

test('Multipath TCP comes from -i, and stays unknown where it is not printed', () => {
  const info = ' cubic rto:204 rtt:0.31/0.1 tcp-ulp-mptcp flags:Mmec token:0000(id:0)/9c4eb1d0(id:0) seq:0 sfseq:1';
  assert.equal(readDetails(info).mptcp, true);
  for (const other of [
    ' cubic rto:204 tcp-ulp-tls version: 1.2',
    ' cgroup:/tcp-ulp-mptcp',
    ' cgroup:/ tcp-ulp-mptcp x',
  ]) {
    assert.equal(readDetails(other).mptcp, undefined);
  }
});

test('a line of details is indented and holds one of the words that ss prints', () => {
  assert.deepEqual(
    ['\t cubic cwnd:10', '   users:(("a",pid=1,fd=2))', ' skmem:(r0,rb1) <->', 'users:((', '  some words', ''].map(
      line => isDetail(line.replaceAll('\t', ' ')),
    ),
    [true, true, true, false, false, false],
  );
});
