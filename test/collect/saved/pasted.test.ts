import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ends, ownerOf, readFixture, readOne, readText, shown} from './helper.ts';

const pasted: Readonly<Record<string, readonly string[]>> = {
  'pasted-netstat-mail.txt': [
    'tcp4 LISTEN 192.0.2.1:53 - dnsmasq/24742',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:50022 sshd/900',
    'udp4 UNCONN 0.0.0.0:68 - dhclient/640',
  ],
  'pasted-netstat-glued.txt': [
    'tcp4 LISTEN 192.0.2.1:53 - dnsmasq/24742',
    'tcp4 LISTEN 192.0.2.2:53 - dnsmasq/4237',
    'tcp4 LISTEN 192.0.2.3:53 - dnsmasq/4238',
  ],
  'pasted-netstat-remarks.txt': [
    'tcp4 LISTEN 0.0.0.0:443 - not-collected',
    'tcp4 LISTEN 0.0.0.0:3333 - not-collected',
    'tcp4 LISTEN 192.0.2.1:22 - sshd/812',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:5022 sshd/900',
    'tcp4 ESTABLISHED 192.0.2.1:80 198.51.100.7:5023 not-collected',
  ],
  'pasted-ss-rhel6.txt': [
    'tcp4 LISTEN 0.0.0.0:90 - nginx/1700(6) nginx/1701(6)',
    'tcp6 LISTEN :::22 - sshd/1042(4)',
    'tcp4 LISTEN 0.0.0.0:8080 - ?/46(4)',
    'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.7:50022 next-server (v16.1.1)/3(4)',
  ],
  'pasted-lsof-glued.txt': ['tcp6 ESTABLISHED localhost:56524 localhost:8080 app/942(40)'],
};

for (const [file, sockets] of Object.entries(pasted)) {
  test(`every row of ${file} is read`, () => {
    const reading = readFixture(file);
    assert.deepEqual([reading.sockets.map(shown), reading.unread], [sockets, []]);
  });
}

test('a state that is not known is named once, with the number of its sockets', () => {
  assert.deepEqual([...readFixture('pasted-netstat-remarks.txt').unknownWords], [['CONECTADO', 1]]);
});

/** Tables in the words of real tools; rows with the same place in a table are of one form. */
const tables: Readonly<Record<string, readonly [header: string, ...rows: string[]]>> = {
  netstat: [
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name',
    'tcp        0      0 192.0.2.1:53            0.0.0.0:*               LISTEN      24742/dnsmasq',
    'tcp6       0      0 :::22                   :::*                    LISTEN      812/sshd',
    'tcp        0      0 192.0.2.1:22            198.51.100.7:50022      ESTABLISHED 900/sshd: ann',
    'udp        0      0 0.0.0.0:68              0.0.0.0:*                           640/dhclient',
  ],
  ss: [
    'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
    'tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=812,fd=3))',
    'tcp   ESTAB  0      0          192.0.2.1:22   198.51.100.7:50022 users:(("sshd",pid=900,fd=4))',
    'udp   UNCONN 0      0          127.0.0.53%lo:53    0.0.0.0:*    users:(("systemd-resolve",pid=500,fd=12))',
  ],
  lsof: [
    'COMMAND   PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME',
    'sshd      812 root    3u  IPv4  12345      0t0  TCP *:22 (LISTEN)',
    'app       942 www    40u  IPv6  0xabc      0t0  TCP localhost:56524->localhost:http-alt (ESTABLISHED)',
  ],
  sockstat: [
    'USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS',
    'root     sshd       812   3  tcp4   *:22                  *:*',
    'www      nginx      900   6  tcp4   192.0.2.1:443         198.51.100.7:5000',
  ],
  windows: [
    '  Proto  Local Address          Foreign Address        State           PID',
    '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1072',
    '  TCP    192.0.2.1:49702        198.51.100.7:443       ESTABLISHED     5128',
    '  UDP    0.0.0.0:5353           *:*                                    2200',
  ],
  bsd: [
    'Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)',
    'tcp4       0      0  192.0.2.1.52044        198.51.100.7.443       ESTABLISHED',
    'tcp46      0      0  *.22                   *.*                    LISTEN',
    'udp4       0      0  *.5353                 *.*',
  ],
  fstat: [
    'USER     CMD          PID   FD MOUNT        INUM MODE         R/W    DV|SZ',
    'root     sshd       68001    3* internet stream tcp 0x0 *:22',
  ],
};

const wrappings: Readonly<Record<string, (line: string, index: number) => string>> = {
  quoted: line => `> ${line}`,
  'quoted twice': line => `> > ${line}`,
  'of a Python session': line => `>>> ${line}`,
  'in a comment of a shell': line => `# ${line}`,
  'in a comment of C': line => `// ${line}`,
  numbered: (line, index) => `${index + 1}: ${line}`,
  'numbered by cat': (line, index) => `     ${index + 1}\t${line}`,
  'with the time': (line, index) => `2026-11-28T00:00:0${index}Z ${line}`,
  'of syslog': (line, index) => `Nov 28 00:00:0${index} web-01 probe[7${index}]: ${line}`,
  'of dmesg': (line, index) => `[  12.34567${index}] ${line}`,
  'of a container': line => `web_1  | ${line}`,
  'in a paragraph': line => `<p>${line}</p>`,
  'with a break': line => `${line}<br />`,
  'with blanks that do not break': line => line.replaceAll(' ', '\u00a0'),
  'with a mark of order': line => `\u200b${line}`,
  'in Markdown': line => line.replaceAll('*', '\\*').replaceAll('_', '\\_'),
  'in a list': line => `* ${line}`,
  'in a list of bullets': line => `• ${line}`,
  'as code': line => `\`${line}\``,
  bold: line => `**${line}**`,
  coloured: line => `\x1b[01;31m\x1b[K${line.slice(0, 3)}\x1b[m\x1b[K${line.slice(3)}`,
  'of a diff': line => `+${line}`,
  'with escaped quotes': line => `"${line.replaceAll('"', '\\"')}",`,
  'with other quotes': line => line.replaceAll(/"([^"]*)"/g, '«$1»'),
  'with single quotes': line => line.replaceAll('"', "'"),
  'without quotes': line => line.replaceAll('"', ''),
  'between tags of a forum': line => `[code]${line}[/code]`,
  'between tags of a tracker': line => `{code:java}${line}{code}`,
  'in a frame': line => `│ ${line} │`,
  'with entities': line => line.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('>', '&gt;'),
  'with round quotes': line => line.replaceAll('"', '”'),
  indented: line => `      ${line}`,
  'behind a tab': line => `\t${line}`,
  'with CR': line => `${line}\r`,
  'with a remark': (line, index) => (index === 0 ? line : `${line}  <-- mine`),
  'with a comment': (line, index) => (index === 0 ? line : `${line} # mine`),
};

const anyTable = fc.constantFrom(...Object.keys(tables));
const anyWrapping = fc.constantFrom(...Object.keys(wrappings));

test('a table reads the same whatever is wrapped around its lines', () => {
  for (const [name, [header, ...rows]] of Object.entries(tables)) {
    for (const [how, wrap] of Object.entries(wrappings)) {
      for (const lines of [[header, ...rows], rows]) {
        const plain = readText(lines.join('\n')).sockets.map(shown);
        const {sockets, unread} = readText(lines.map(wrap).join('\n'));
        assert.deepEqual([sockets.map(shown), unread], [plain, []], `${name}, ${how}`);
      }
    }
  }
});

test('rows in one line, and lines that end with CR alone, are the same rows', () => {
  for (const [header, ...rows] of Object.values(tables)) {
    const plain = readText([header, ...rows].join('\n')).sockets.map(shown);
    for (const text of [`${header} ${rows.join(' ')}`, `${header} ${rows.join('\n')}`, [header, ...rows].join('\r')]) {
      assert.deepEqual(readText(text).sockets.map(shown), plain, text);
    }
  }
});

test('no wrapping, remark, cut or state leaves out a row without a line that is reported', () => {
  const changed = fc.record({
    table: anyTable,
    headed: fc.boolean(),
    wraps: fc.array(anyWrapping, {maxLength: 2}),
    width: fc.option(fc.integer({min: 30, max: 132})),
    word: fc.option(fc.constantFrom('OUÇA', '???', 'НЕИЗВЕСТНО', 'ESTAB_X', '监听')),
  });
  fc.assert(
    fc.property(changed, ({table, headed, wraps, width, word}) => {
      const [header = '', ...rows] = tables[table] ?? [];
      const worded = word === null ? rows : rows.map(row => row.replace(/\b(?:LISTEN|ESTAB)\w*/, word));
      const wrapped = wraps.reduce<readonly string[]>(
        (lines, wrap) => lines.map((line, index) => (wrappings[wrap] ?? String)(line, index)),
        headed ? [header, ...worded] : worded,
      );
      const broken = wrapped.flatMap(line =>
        width === null ? line : (line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []),
      );
      const {sockets, unread, formats} = readText(broken.join('\n'));
      // A text without a table is refused as a whole.
      assert.ok(sockets.length >= rows.length || unread.length > 0 || formats.length === 0);
    }),
    {numRuns: 1000},
  );
});

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
