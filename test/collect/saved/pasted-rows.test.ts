import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ends, ownerOf, readOne, readText, shown} from './helper.ts';
import {tables} from './pasted-tables.ts';

test('two listings of one host in one text have each socket once, with the fuller row', () => {
  const [, ...rows] = tables.netstat ?? [];
  const bare = rows.map(row => row.replace(/\s+\d+\/\S.*$/, ''));
  for (const lines of [
    [tables.netstat?.[0], ...rows, tables.netstat?.[0], ...bare],
    [tables.netstat?.[0], ...bare, tables.netstat?.[0], ...rows],
  ]) {
    assert.deepEqual(readText(lines.join('\n')).sockets.map(shown), readText(rows.join('\n')).sockets.map(shown));
  }
});

test('rows that name different processes are of two sockets, whatever their ends', () => {
  const of = (pid: number): string => `${tables.netstat?.[0]}\ntcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN ${pid}/sshd`;
  assert.equal(readText(`${of(812)}\n${of(901)}`).sockets.length, 2);
});

test('the wildcard of ss beside [::] at the same port is that of IPv4, as on CentOS 7', () => {
  const rows = ['LISTEN 0 128 *:22 *:*', 'LISTEN 0 128 [::]:22 [::]:*'];
  assert.deepEqual(readText(rows.join('\n')).sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp6 LISTEN :::22 - not-collected',
  ]);
});

test('iproute2 before 4.0 is known by how it names processes, and its wildcard is IPv4', () => {
  const [socket] = readText('tcp LISTEN 0 128 *:80 *:* users:(("nginx",1701,6))').sockets;
  assert.equal(socket && shown(socket), 'tcp4 LISTEN 0.0.0.0:80 - nginx/1701(6)');
});

test('a number that old net-tools print for a name is none', () => {
  const [socket] = readText('tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 2200/0').sockets;
  assert.equal(socket && shown(socket), 'tcp4 LISTEN 0.0.0.0:22 - ?/2200');
});

test('fences of code and rulers of tables are passed over', () => {
  const lines = ['```text', '+-----+', '| tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN |', '+-----+', '|---|:--|', '```'];
  const {sockets, unread} = readText(lines.join('\n'));
  assert.deepEqual([sockets.map(shown), unread], [['tcp4 LISTEN 0.0.0.0:22 - not-collected'], []]);
});

test('tags of forums and names of files around a table are passed over', () => {
  const row = 'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd';
  for (const [before, after] of [
    ['[code]', '[/code]'],
    ['[quote=ann]', '[/quote]'],
    ['{noformat}', '{noformat}'],
    ['<pre class="x">', '</pre>'],
    ['==> /tmp/a b.txt <==', '==> c.txt <=='],
  ]) {
    const {sockets, unread} = readText([row, before, row, after].join('\n'));
    assert.deepEqual(
      [sockets.map(socket => ends(socket)), unread],
      [Array(2).fill('tcp4 LISTEN 0.0.0.0:22 -'), []],
      before,
    );
  }
});

test('the list of processes of ss may stand right behind the peer', () => {
  const header = 'Netid State Recv-Q Send-Q Local Address:PortPeer Address:PortProcess';
  const rows = [
    'tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*users:(("sshd",pid=812,fd=3))',
    'tcp ESTAB 0 0 192.0.2.1:22 198.51.100.7:50022users:(("sshd",pid=900,fd=4))',
  ];
  for (const text of [[header, ...rows], rows]) {
    const {sockets, unread} = readText(text.join('\n'));
    assert.deepEqual(
      [sockets.map(shown), unread],
      [['tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)', 'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:50022 sshd/900(4)'], []],
    );
  }
});

test('lsof: a name with blanks, or of a task, does not shift process and user', () => {
  const mac = 'COMMAND     PID   USER   FD   TYPE             DEVICE SIZE/OFF NODE NAME';
  const tasks = 'COMMAND           PID  TID TASKCMD      PPID  PGID USER   FD   TYPE  DEVICE SIZE/OFF NODE NAME';
  const end = 'IPv4 0xabc 0t0 TCP *:80 (LISTEN)';
  const rows: readonly (readonly [text: string, owner: string, user: string])[] = [
    [`${mac}\nSpotify H   458  ann   16u  ${end}`, 'Spotify H/458(16)', 'ann'],
    [`Spotify H   458  ann   16u  ${end}`, 'Spotify H/458(16)', 'ann'],
    [`${mac}\nPython 3   459  ann   16u  ${end}`, 'Python 3/459(16)', 'ann'],
    [`${tasks}\njava 900 901 GC Thread#0 1 900 app 50u ${end}`, 'java/900(50)', 'app'],
    [`${tasks}\njava 900 1 900 app 50u ${end}`, 'java/900(50)', 'app'],
    [`java 900 901 C2~Compiler 1 900 app 50u ${end}`, 'java/900(50)', 'app'],
  ];
  for (const [text, owner, user] of rows) {
    const socket = readOne(text);
    const holder = socket.owner.known ? socket.owner.value[0]?.process : null;
    assert.deepEqual([ownerOf(socket), holder?.user], [owner, user], text);
  }
});

test('one spelling of a field that is not known costs that field, not the row', () => {
  const rows: readonly (readonly [row: string, socket: string])[] = [
    [
      'tcp 0 0 192.0.2.1:80 198.51.100.7:5023 ESTABELECIDA 关闭 (0.00/0/0)',
      'tcp4 ESTABLISHED 192.0.2.1:80 198.51.100.7:5023 not-collected',
    ],
    ['tcp64 0 0 :::80 :::* LISTEN 9/x', 'tcp6 LISTEN :::80 - x/9'],
    ['tcp ? - 0.0.0.0:80 0.0.0.0:* LISTEN 9/x', 'tcp4 LISTEN 0.0.0.0:80 - x/9'],
    ['tcp 0 0 0.0.0.0%br-12@if5:80 0.0.0.0:* LISTEN 9/x', 'tcp4 LISTEN 0.0.0.0%br-12@if5:80 - x/9'],
    ['LAUSCHT 0 128 0.0.0.0:80 0.0.0.0:* users:(("x",pid=9,fd=3))', 'tcp4 LISTEN 0.0.0.0:80 - x/9(3)'],
    ['x 9 root 3u IPv4 1 0t0 TCP *:80 (ÉCOUTE)', 'tcp4 LISTEN 0.0.0.0:80 - x/9(3)'],
    ['tcp4 0 0 *.80 *.* ESCUCHAR', 'tcp4 LISTEN 0.0.0.0:80 - not-collected'],
  ];
  for (const [row, socket] of rows) assert.deepEqual(readText(row).sockets.map(shown), [socket], row);
});
