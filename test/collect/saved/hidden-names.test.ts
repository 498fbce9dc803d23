import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ianaRegistry} from '../../../source/domain/services/iana.ts';
import {servicePorts} from '../../../source/domain/services/ports.ts';
import {ends, ownerOf, readOne, readText, shown} from './helper.ts';

const placeholders = [
  ...['<my-ip>', '<MY IP>', '<ip>', '<removed>', '[redacted]', '{my_ip}', '(hidden)', 'MY_IP', 'x.x.x.x', '1.2.x.x'],
  ...['xxx.xxx.xxx.xxx', '***', '***.***.***.***', '192.0.2.*', '192.0.*.*', 'XX.XX.XX.XX', '$MY_IP', '#.#.#.#', '?'],
];

for (const text of placeholders) {
  const name = text.replaceAll(' ', '-');
  test(`${text} in the place of an address is an address that is not known, and the row is read`, () => {
    const rows = [
      `tcp 0 0 ${text}:443 0.0.0.0:* LISTEN 812/nginx`,
      `tcp 0 0 ${text}:443 198.51.100.7:50122 ESTABLISHED 812/nginx`,
      `tcp 0 0 10.0.0.5:443 ${text}:50123 ESTABLISHED 812/nginx`,
    ];
    const {sockets, unread} = readText(rows.join('\n'));
    assert.deepEqual(
      [sockets.map(shown), unread],
      [
        [
          `tcp4 LISTEN ${name}:443 - nginx/812`,
          `tcp4 ESTABLISHED ${name}:443 198.51.100.7:50122 nginx/812`,
          `tcp4 ESTABLISHED 10.0.0.5:443 ${name}:50123 nginx/812`,
        ],
        [],
      ],
    );
    const others = [
      `ESTAB 0 0 ${text}:443 ${text}:50122 users:(("nginx",pid=812,fd=3))`,
      `nginx 812 root 3u IPv4 1583 0t0 TCP ${text}:443->${text}:50122 (ESTABLISHED)`,
      `  TCP    ${text}:443    ${text}:50122    ESTABLISHED    812`,
    ];
    for (const row of others) assert.equal(ends(readOne(row)), `tcp4 ESTABLISHED ${name}:443 ${name}:50122`, row);
  });
}

test('signs that are no placeholder are no address', () => {
  for (const text of ['<>', '[]', '***a b', '<a:b>', '*.*.', '|']) {
    assert.deepEqual(readText(`tcp 0 0 ${text}:443 0.0.0.0:* LISTEN 1/x`).sockets.map(shown), [], text);
  }
});

const lsof = (prefix: string, command: string, pid: number, port: number): string =>
  `${prefix}${command} ${pid} root 3u IPv4 ${pid}0 0t0 TCP *:${port} (LISTEN)`;
const lsofHeader = 'COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME';

test('lsof: the name of a host in front of rows is not the name of a process', () => {
  for (const prefix of ['web01 ', 'db-02.example.org ', 'gateway ', 'web01: ', '[web01] ']) {
    const rows = [lsof(prefix, 'sshd', 812, 22), lsof(prefix, 'nginx', 813, 80)];
    for (const lines of [rows, [lsofHeader, ...rows], [`${prefix}${lsofHeader}`, ...rows]]) {
      assert.deepEqual(
        readText(lines.join('\n')).sockets.map(ownerOf),
        ['sshd/812(3)', 'nginx/813(3)'],
        lines.join('|'),
      );
    }
  }
  assert.equal(ownerOf(readOne(lsof('web01 ', 'sshd', 812, 22))), 'sshd/812(3)', 'also of a row alone');
  const hosts = [lsof('web01 ', 'sshd', 812, 22), lsof('web02 ', 'sshd', 813, 22)];
  assert.deepEqual(readText(hosts.join('\n')).sockets.map(ownerOf), ['sshd/812(3)', 'sshd/813(3)'], 'of several hosts');
});

test('lsof: a name with blanks that rows share is not taken for that of a host', () => {
  const rows = [
    lsof('', 'Google Chrome', 812, 9222),
    lsof('', 'Google Chrome', 813, 9223),
    lsof('', 'Code H', 814, 80),
  ];
  assert.deepEqual(readText([lsofHeader, ...rows].join('\n')).sockets.map(ownerOf), [
    'Google Chrome/812(3)',
    'Google Chrome/813(3)',
    'Code H/814(3)',
  ]);
  assert.equal(ownerOf(readOne(lsof('', 'evil sshd', 812, 22))), 'evil sshd/812(3)', 'never a part of a name alone');
});

test('netstat: prose behind a program is not a part of its name', () => {
  const named = (program: string): string => ownerOf(readOne(`tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/${program}`));
  for (const prose of [
    'sshd this is the ssh server',
    'sshd I do not know why it listens here',
    'sshd is mine, I think.',
    'sshd is mine',
    'sshd for me',
    'sshd My box',
    'sshd - mine',
    'sshd => mine',
    'sshd ours?',
    'sshd, ours',
    'sshd это мой',
  ]) {
    assert.equal(named(prose), 'sshd/812', prose);
  }
  // netstat(8) has 19 characters for process and program.
  assert.deepEqual(['dhcp client', 'Web Content', 'some daemon', 'puma 5.6.7', 'a.out on'].map(named), [
    'dhcp client/812',
    'Web Content/812',
    'some daemon/812',
    'puma 5.6.7/812',
    'a.out/812',
  ]);
});

test('netstat: of two names of one process, the shorter one is whole, and the rest of the longer one prose', () => {
  const row = (port: number, program: string): string => `tcp 0 0 0.0.0.0:${port} 0.0.0.0:* LISTEN ${program}`;
  const names = (...programs: readonly string[]): readonly string[] =>
    readText(programs.map((program, index) => row(22 + index, program)).join('\n')).sockets.map(ownerOf);
  assert.deepEqual(names('812/sshd old box', '812/sshd'), ['sshd/812', 'sshd/812']);
  assert.deepEqual(names('812/sshd', '812/sshd old box'), ['sshd/812', 'sshd/812']);
  assert.deepEqual(names('812/sshd old box', '813/sshd'), ['sshd old box/812', 'sshd/813'], 'of two processes');
  assert.deepEqual(names('812/sshd', '812/'), ['sshd/812', '?/812'], 'a row without a name is perhaps of another host');
  assert.deepEqual(names('812/sshd old', '812/ssh'), ['sshd old/812', 'ssh/812'], 'no word of it');
});

test('tasklist without its header, as after findstr, names processes', () => {
  const row = '  TCP    0.0.0.0:8080           0.0.0.0:0              LISTENING       10600';
  const named = (task: string): string => {
    const {sockets, unread} = readText(`${row}\n\n${task}`);
    assert.deepEqual(unread, [], task);
    return sockets.map(ownerOf).join();
  };
  assert.equal(named('java.exe                     10600 Services                   0    112,345 K'), 'java/10600');
  assert.equal(
    named('My Server.exe                10600 Console                    1    112.345 K'),
    'My Server/10600',
  );
  assert.equal(named('java.exe                     10600 RDP-Tcp#3                  2  1 112 345 Ko'), 'java/10600');
  assert.equal(
    named('Memory Compression           10600 Services                   0      1,020 K'),
    'Memory Compression/10600',
  );
  assert.equal(named('svchost.exe                  10600 RpcEptMapper, RpcSs'), 'svchost/10600', '/svc');
  assert.equal(named('"java.exe","10600","Console","1","12,345 K"'), 'java/10600');
  const whole = [
    'Image Name                     PID Session Name        Session#    Mem Usage',
    '========================= ======== ================ =========== ============',
    'java.exe                     10600 Console                    1    112,345 K',
  ];
  assert.equal(named(whole.join('\n')), 'java/10600');
});

const macNames: Readonly<Record<string, number>> = {
  hbci: 3000,
  'commplex-main': 5000,
  'commplex-link': 5001,
  'afs3-fileserver': 7000,
  'afs3-callback': 7001,
  irdmi: 8000,
  irdmi2: 7999,
  cslistener: 9000,
  etlservicemgr: 9001,
  'http-alt': 8080,
  sunwebadmins: 8989,
  'ddi-tcp-1': 8888,
  'ms-wbt-server': 3389,
  'us-cli': 8082,
  mysql: 3306,
  'hp-pdl-datastr': 9100,
  'blackice-icecap': 8081,
  rendezvous: 5353,
};

for (const [name, port] of Object.entries(macNames)) {
  test(`lsof of macOS prints ${name} for port ${port}`, () => {
    const row = `node 100 ann 16u IPv4 0xabc 0t0 TCP *:${name} (LISTEN)`;
    const lookup = servicePorts(new Map(), ianaRegistry);
    assert.equal(ends(readOne(row, lookup)), `tcp4 LISTEN 0.0.0.0:${port} -`);
  });
}
