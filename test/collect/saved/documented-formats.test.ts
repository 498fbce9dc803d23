import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trusted} from '../../../source/domain/text.ts';
import {fixture, readFixture, readOne, readText, shown} from './helper.ts';

test('a tcp46 socket of macOS and FreeBSD takes IPv4 too', () => {
  const both = readFixture('macos-netstat-an.txt').sockets.filter(({v6only}) => v6only === false);
  assert.deepEqual(
    both.map(({local}) => local.port),
    [3283, 0],
  );
});

test('the sections of macOS that hold no internet sockets are counted by kind', () => {
  const {skipped} = readFixture('macos-netstat-an.txt');
  assert.deepEqual(skipped, {title: 5, multipath: 1, note: 1, unix: 2, kernel: 4});
});

test('a service name that netstat has cut is not guessed: the line is unread', () => {
  const {sockets, unread} = readFixture('openbsd-netstat-names.txt');
  assert.deepEqual(
    sockets.map(({local}) => local.port),
    [443, 22, 25, 514],
  );
  assert.deepEqual(
    unread.map(({line, text}) => [line, /domai \*/.test(text)]),
    [[6, true]],
  );
});

test('a list of processes in the same text names the process IDs of a table, and is none by itself', () => {
  const both = Buffer.concat([fixture('windows-ano.txt'), fixture('windows-tasklist.txt')]);
  const {sockets, unread, formats} = readText(both.toString());
  assert.deepEqual([unread, formats], [[], ['windows-netstat']]);
  const named = sockets.map(({owner}) => (owner.known ? owner.value[0]?.process.name : owner.why));
  assert.deepEqual([...new Set(named)], ['svchost', 'System', 'OneDrive Sync, Helper', 'closing', 'lsass', 'chrome']);
  assert.deepEqual(readFixture('windows-tasklist.txt').formats, []);
  assert.deepEqual(readFixture('macos-ps.txt').formats, []);
});

test('the processes of PowerShell name the process IDs of its sockets and of netstat, in any notation', () => {
  const list = fixture('powershell-processes-list.txt').toString();
  const csv = '"Name","SI","Id"\n"svchost","0","1060"\n"chrome","1","2200"\n';
  for (const processes of [list, csv]) {
    for (const table of ['powershell-cut.txt', 'windows-ano.txt']) {
      const {sockets, unread} = readText(`${fixture(table).toString()}\n${processes}`);
      const names = sockets.map(({owner}) => (owner.known ? owner.value[0]?.process.name : owner.why));
      assert.deepEqual(unread, []);
      assert.ok(names.includes(trusted('svchost')) && names.includes(trusted('chrome')), names.join());
    }
  }
});

test('two columns of PowerShell are of UDP, unless the command above them is of TCP', () => {
  const table = 'LocalAddress LocalPort\n------------ ---------\n192.0.2.8    500\n';
  const protocols = (text: string): readonly string[] => readText(text).sockets.map(({protocol}) => protocol);
  assert.deepEqual(protocols(table), ['udp']);
  assert.deepEqual(protocols(`PS C:\\> Get-NetTCPConnection -State Listen | select LocalAddress,LocalPort\n${table}`), [
    'tcp',
  ]);
});

test('a state that PowerShell has not costs the state alone, an address that is none costs the row', () => {
  const row = (local: string, state: string): string =>
    'LocalAddress LocalPort RemoteAddress RemotePort State\n' +
    `${local.padEnd(12)} 500       ::            0          ${state}\n`;
  assert.equal(readText(row('::', 'Listen')).sockets.length, 1);
  assert.deepEqual([readText(row('::', 'Odd')).sockets.length, readText(row('::', 'Odd')).assumedStates], [1, 1]);
  assert.equal(readText(row('a/b', 'Listen')).unread.length, 1);
});

test('a row of Solaris and of /proc/net alone, as grep leaves it, is read', () => {
  const [solaris] = readText(
    '192.0.2.30.22        198.51.100.7.50122     64128     52  128872      0 ESTABLISHED\n',
  ).sockets;
  assert.deepEqual([solaris?.local.port, solaris?.peer?.address, solaris?.sendQueue], [22, '198.51.100.7', 52]);
  const row =
    '   2: 010200C0:0016 096433C6:C3CA 01 00000034:00000000 01:00000014 00000000     0        0 30112 4 0 24 4 29 1 -1';
  const [proc] = readText(`${row}\n`).sockets;
  assert.deepEqual([proc?.protocol, proc?.local.port, proc?.inode, proc?.uid], ['tcp', 22, 30_112, 0]);
});

test('a job of z/OS is no program: it stands in the place of the user', () => {
  const [first] = readFixture('zos-console.txt').sockets;
  assert.deepEqual([first?.user, first?.owner.known], ['OMPROUTE', false]);
});

test('a table of /proc/net that is not there, or a section without internet sockets, makes no socket', () => {
  assert.deepEqual(readText('cat: /proc/net/tcp: Permission denied\n').formats, []);
  assert.deepEqual(readFixture('proc-net.txt').skipped, {unix: 1});
});

test('of several commands in one line PowerShell prints all but the first as lists', () => {
  const {sockets, unread} = readText(`${fixture('powershell-cut.txt').toString()}

LocalAddress : ::
LocalPort    : 500

LocalAddress : 192.0.2.8
LocalPort    : 5353

Id      : 1060
Handles : 881
CPU     :
SI      : 0
Name    : svchost

Id      : 2200
Handles : 1204
CPU     : 88.03
SI      : 1
Name    : chrome

`);
  assert.deepEqual(unread, []);
  assert.deepEqual(sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
    'tcp6 LISTEN fe80::8d1:…:139 - ?/4',
    'tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 chrome/2200',
    'tcp6 ESTABLISHED 2001:db8:5c1…:50112 2001:db8:80:…:443 chrome/2200',
    'udp6 UNCONN :::500 - not-collected',
    'udp4 UNCONN 192.0.2.8:5353 - not-collected',
  ]);
});

test('rows of /proc/net that grep has put names before, or column has spread, are read', () => {
  const row =
    '2: 010200C0:0016 096433C6:C3CA 01 00000034:00000000 01:00000014 00000000     0        0 30112 4 0 24 4 29 10 -1';
  const texts = [`/proc/net/tcp:   ${row}`, `/proc/self/net/raw:${row}`, row.replaceAll(' ', '    ')];
  assert.deepEqual(
    texts.map(text => readOne(`${text}\n`)).map(({protocol, local}) => [protocol, local.port]),
    [
      ['tcp', 22],
      ['raw', 22],
      ['tcp', 22],
    ],
  );
});

test('a socket that several processes of Solaris hold is one, with each of them', () => {
  const text = `TCP: IPv4
   Local Address        Remote Address      User    Pid    Command       Swind  Send-Q  Rwind  Recv-Q    State
      *.80                  *.*             root       812 httpd               0      0  128000      0 LISTEN
      *.80                  *.*             webservd   815 httpd               0      0  128000      0 LISTEN
`;
  assert.equal(shown(readOne(text)), 'tcp4 LISTEN 0.0.0.0:80 - httpd/812 httpd/815');
});

test('PowerShell may group a table, and its titles may be in any case', () => {
  const text = `   State: Listen

localport localaddress owningprocess
--------- ------------ -------------
      135 0.0.0.0               1060

   State: Bound

localport localaddress owningprocess
--------- ------------ -------------
    49677 0.0.0.0                764
`;
  const {sockets, unread} = readText(`PS C:\\> Get-NetTCPConnection | ft -GroupBy State\n${text}`);
  assert.deepEqual(
    [sockets.map(shown), unread],
    [['tcp4 LISTEN 0.0.0.0:135 - ?/1060', 'tcp4 LISTEN 0.0.0.0:49677 - ?/764'], []],
  );
});
