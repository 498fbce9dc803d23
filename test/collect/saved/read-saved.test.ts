import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readFixture, readOne, readText, shown} from './helper.ts';

const row = 'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd';
const ssRow = 'tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=812,fd=3))';

test('several tables of several tools in one text are read, with prompts, notes and junk between them', () => {
  const {sockets, formats, unread, skipped} = readFixture('mixed.txt');
  assert.deepEqual(formats, ['ss', 'linux-netstat', 'lsof-columns']);
  assert.deepEqual(sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)',
    'tcp4 LISTEN 127.0.0.1:5432 - postgres/950(6)',
    'udp4 UNCONN 0.0.0.0:68 - needs-root',
    'udp4 UNCONN 0.0.0.0:5353 - avahi-daemon/640',
    'tcp4 ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667 irssi/2044(3)',
  ]);
  assert.deepEqual(
    unread.map(({line}) => line),
    [13, 14],
  );
  assert.equal(unread[1]?.text, 'a line that nobody can read');
  assert.deepEqual(skipped, {'before-table': 1, prompt: 4, note: 3, title: 1});
});

test('a dash for the program needs root where netstat reports hidden processes, above the table or below it', () => {
  const blank = row.replace('812/sshd', '-');
  const note = '(Not all processes could be identified, non-owned process info';
  const why = (...lines: readonly string[]): string => readText(lines.join('\n')).sockets.map(shown).join();
  assert.equal(why(blank), 'tcp4 LISTEN 0.0.0.0:22 - not-collected');
  assert.equal(why('netstat: warning', blank), 'tcp4 LISTEN 0.0.0.0:22 - not-collected');
  for (const lines of [
    [note, blank],
    [blank, note],
  ]) {
    assert.equal(why(...lines), 'tcp4 LISTEN 0.0.0.0:22 - needs-root');
  }
});

test('rows of netstat and ss below a table of lsof are no files of lsof', () => {
  const lsof = [
    'COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME',
    'sshd 812 root cwd DIR 8,1 4096 2 /',
    'sshd 812 root 3u IPv4 1583 0t0 TCP *:2222 (LISTEN)',
  ];
  const others = [row, 'LISTEN 0 128 0.0.0.0:80 0.0.0.0:*', 'tcp4 0 0 *.23 *.* LISTEN'];
  const {sockets, skipped} = readText([...lsof, '', ...others].join('\n'));
  assert.deepEqual([sockets.map(({local: {port}}) => port), skipped], [[2222, 22, 80, 23], {file: 1}]);
});

test('a text without any table has no formats', () => {
  const {formats, sockets, unread, skipped} = readText('hello\nworld 1 2 3\n');
  assert.deepEqual([formats, sockets, unread, skipped], [[], [], [], {'before-table': 2}]);
});

test('a head without rows is a table without sockets', () => {
  const {formats, sockets} = readText('Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n');
  assert.deepEqual([formats, sockets], [['ss'], []]);
});

test('rows without head are recognised, as after grep', () => {
  const rows: readonly (readonly [string, string])[] = [
    [ssRow, 'ss'],
    [row, 'linux-netstat'],
    ['tcp4       0      0  *.22                   *.*                    LISTEN', 'bsd-netstat'],
    ['  TCP    0.0.0.0:22             0.0.0.0:0              LISTENING       2016', 'windows-netstat'],
    ['sshd 812 root 3u IPv4 1583 0t0 TCP *:22 (LISTEN)', 'lsof-columns'],
    ['p812\ncsshd\nf3\ntIPv4\nPTCP\nn*:22\nTST=LISTEN', 'lsof-fields'],
  ];
  for (const [text, format] of rows) {
    const {formats, sockets} = readText(text);
    assert.deepEqual([formats, sockets.map(({state, local}) => `${state} ${local.port}`)], [[format], ['LISTEN 22']]);
  }
});

test('CR LF, tabs, indentation and a prompt above the table do not matter', () => {
  const header = 'Proto\tRecv-Q\tSend-Q\tLocal Address\tForeign Address\tState';
  const text = `$ netstat -tunap\r\n${header}\r\n    ${row.replaceAll(/ +/g, '\t')}\r\n`;
  const {sockets, unread, skipped} = readText(text);
  assert.deepEqual([sockets.map(shown), unread, skipped], [['tcp4 LISTEN 0.0.0.0:22 - sshd/812'], [], {prompt: 1}]);
});

test('a line of details of ss belongs to the row above', () => {
  const wrapped =
    'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n        users:(("sshd",pid=812,fd=3)) ino:1583 sk:1 <->\n\t cubic cwnd:10\n';
  const socket = readOne(wrapped);
  assert.deepEqual([shown(socket), socket.inode, socket.uid], ['tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)', 1583, 0]);
});

test('details below a row that was not read are given to no other socket', () => {
  const {sockets, unread, skipped} = readText(
    [
      ssRow,
      'tcp LISTEN 0 128 0.0.0.0:nosuchname 0.0.0.0:*',
      '\t users:(("evil",pid=9,fd=9))',
      'u_str ESTAB 0 0 * 1 * 2',
      '\t users:(("evil",pid=9,fd=9))',
    ].join('\n'),
  );
  assert.deepEqual(sockets.map(shown), ['tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)']);
  assert.deepEqual([unread.map(({line}) => line), skipped], [[2], {detail: 2, unix: 1}]);
});

test('an indented line without details of a socket is unread', () => {
  assert.deepEqual(readText(`${ssRow}\n   just some words\n`).unread, [
    {line: 2, text: 'just some words', why: 'no table has such a row'},
  ]);
});

test('a row in a section of unix sockets is read, should another table begin there', () => {
  const {sockets, skipped} = readText(
    `${row}\nActive UNIX domain sockets (only servers)\nwhatever 1\n${ssRow.replace(':22', ':23')}\n`,
  );
  assert.deepEqual([sockets.length, skipped], [2, {title: 1, unix: 1}]);
});

test('a service name is resolved by the lookup where it is none of the usual ones', () => {
  const text = 'udp 0 0 0.0.0.0:zabbix 0.0.0.0:*';
  assert.equal(
    readOne(text, (name, protocol) => (name === 'zabbix' && protocol === 'udp' ? 10_051 : null)).local.port,
    10_051,
  );
  assert.equal(readText(`${row}\n${text}`).unread.length, 1);
});

test('equal sockets get different keys, and the same keys at every reading', () => {
  const keys = (): string[] => readFixture('ss-extended.txt').sockets.map(({key}) => key);
  assert.equal(new Set(keys()).size, keys().length);
  assert.deepEqual(keys(), keys());
  assert.deepEqual(
    keys().filter(key => key.includes(' 9000')),
    ['udp4 0.0.0.0 9000', 'udp4 0.0.0.0 9000 #2'],
  );
});

test('a line that is too long is unread, and shown short', () => {
  const {unread} = readText(`${row}\n${ssRow}${' '.repeat(300_000)}x\n`);
  assert.deepEqual(
    unread.map(({line, text}) => [line, text.length]),
    [[2, 160]],
  );
});

test('a part of a row above every table is reported, also with a state of another language', () => {
  const lines = [
    ...['!! tcp   OUÇA 0      128          0.0.', '0.0:22        0.0.0.0:\\*    users:(("s', 'shd",pid=812,fd=3))'],
    ...['tcp   ESTAB  0      0          192.0.2', '.1:22   198.51.100.7:50022 users:(("ss', 'hd",pid=900,fd=4))'],
    ...['udp   UNCONN 0      0          127.0.0', '.53%lo:53    0.0.0.0:\\*    users:(("sy'],
    'stemd-resolve",pid=500,fd=12))',
  ];
  const {sockets, unread} = readText(lines.join('\n'));
  assert.ok(sockets.length + unread.length >= 3);
});
