import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fixture, readFixture, readText, shown} from './helper.ts';

// Fixtures in the documented format of systems that are not at hand, and every socket they hold.
const expected: Readonly<Record<string, readonly string[]>> = {
  'd2-netstat.txt': [
    'tcp4 LISTEN localhost:631 - not-collected',
    'tcp4 TIME_WAIT aspire.local:49132 tc-in-f19.google.co:80 closing',
    'tcp4 ESTABLISHED aspire.local:60227 tx-in-f103.google.c:80 not-collected',
    'udp4 ESTABLISHED aspire.local:33954 58.69.254.67:53 not-collected',
    'udp4 UNCONN 0.0.0.0:68 - not-collected',
    'udp4 ESTABLISHED aspire.local:42088 58.69.254.68:53 not-collected',
    'udp4 UNCONN 0.0.0.0:5353 - not-collected',
    'udp4 UNCONN 0.0.0.0:38142 - not-collected',
  ],
  'ss-centos7.txt': [
    'udp4 UNCONN 0.0.0.0:68 - dhclient/3011(6)',
    'udp4 UNCONN 127.0.0.1:323 - chronyd/645(5)',
    'udp6 UNCONN ::1:323 - chronyd/645(6)',
    'tcp4 LISTEN 0.0.0.0:22 - sshd/1042(3)',
    'tcp4 ESTABLISHED 10.0.2.15:22 10.0.2.2:51514 sshd/3398(3) sshd/3402(3)',
    'tcp6 LISTEN :::22 - sshd/1042(4)',
  ],
  'ss-udp-only.txt': [
    'udp4 UNCONN 0.0.0.0:68 - not-collected',
    'udp6 UNCONN :::5353 - not-collected',
    'udp4 ESTABLISHED 10.0.0.5:41234 162.159.200.1:123 not-collected',
  ],
  'busybox-netstat.txt': [
    'tcp4 LISTEN 0.0.0.0:80 - uhttpd/1412',
    'tcp4 LISTEN 192.168.1.1:53 - dnsmasq/1877',
    'tcp4 ESTABLISHED 192.168.1.1:22 192.168.1.20:53122 dropbear/2210',
    'tcp6 LISTEN :::80 - uhttpd/1412',
    'udp4 UNCONN 0.0.0.0:67 - dnsmasq/1877',
    'udp6 UNCONN :::547 - odhcpd/1533',
  ],
  'macos-netstat-an.txt': [
    'tcp4 ESTABLISHED 10.0.1.23:52044 203.0.113.36:443 not-collected',
    'tcp4 CLOSE_WAIT 10.0.1.23:52040 203.0.113.37:443 not-collected',
    'tcp6 ESTABLISHED fe80::1c3:9ff:fe:49170 fe80::1c3:9ff:fe:50312 not-collected',
    'tcp6 LISTEN :::3283 - not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp6 LISTEN :::22 - not-collected',
    'tcp4 LISTEN 127.0.0.1:631 - not-collected',
    'tcp6 LISTEN ::1:631 - not-collected',
    'udp4 UNCONN 0.0.0.0:5353 - not-collected',
    'udp6 UNCONN :::0 - not-collected',
    'udp6 UNCONN fe80::1%lo0:123 - not-collected',
    'udp4 ESTABLISHED 10.0.1.23:50611 203.0.113.9:443 not-collected',
    'raw4 UNCONN 0.0.0.0:0 - not-collected',
  ],
  'macos-netstat-anv.txt': [
    'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Brave/7187',
    'tcp4 LISTEN 127.0.0.1:5432 - postgres/880',
    'tcp6 LISTEN :::8080 - node/4410',
    'udp4 UNCONN 0.0.0.0:5353 - mDNSResponder/391',
    'tcp4 TIME_WAIT 10.0.1.23:53200 203.0.113.40:80 closing',
  ],
  'macos-netstat-anv-14.txt': [
    'tcp4 ESTABLISHED 10.0.1.23:52044 203.0.113.36:443 not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'udp4 UNCONN 0.0.0.0:5353 - not-collected',
  ],
  'macos-lsof.txt': [
    'tcp6 LISTEN :::22 - launchd/1(7)',
    'tcp4 LISTEN 0.0.0.0:22 - launchd/1(8)',
    'udp4 UNCONN 0.0.0.0:5353 - mDNSRespo/391(7)',
    'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Google/902(24)',
    'udp4 UNCONN 0.0.0.0:0 - Google/902(25)',
    'tcp4 LISTEN 0.0.0.0:56457 - rapportd/625(8)',
  ],
  'freebsd-netstat.txt': [
    'tcp4 ESTABLISHED 198.51.100.7:22 203.0.113.5:61244 not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp6 LISTEN :::22 - not-collected',
    'tcp6 LISTEN :::3000 - not-collected',
    'tcp4 LISTEN 127.0.0.1:25 - not-collected',
    'udp4 UNCONN 0.0.0.0:514 - not-collected',
    'udp6 UNCONN fe80::1%lo0:123 - not-collected',
    'raw4 UNCONN 0.0.0.0:0 - not-collected',
  ],
  'macos-netstat-anv-15.txt': [
    'tcp4 ESTABLISHED 10.0.1.23:52137 203.0.113.85:443 not-collected',
    'tcp6 ESTABLISHED 2001:db8:85a3:8d3:1319:8a2e:370:7348:52126 2001:db8:1::5d58:443 not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp4 LISTEN 127.0.0.1:5432 - not-collected',
    'udp4 UNCONN 0.0.0.0:5353 - not-collected',
    'udp6 UNCONN fe80::1%lo0:123 - not-collected',
  ],
  'freebsd-sockstat.txt': [
    'tcp4 LISTEN 0.0.0.0:80 - nginx/1200(6) nginx/1201(6)',
    'tcp6 LISTEN :::3000 - grafana/1330(9)',
    'tcp4 LISTEN 127.0.0.1:25 - sendmail/1104(5)',
    'tcp4 ESTABLISHED 198.51.100.7:22 203.0.113.5:61244 sshd/2204(4)',
    'tcp6 LISTEN :::22 - sshd/1048(3)',
    'tcp4 LISTEN 0.0.0.0:22 - sshd/1048(4)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/957(7)',
    'udp6 UNCONN fe80::1%lo0:123 - ntpd/842(21)',
    'tcp4 ESTABLISHED 198.51.100.7:49152 203.0.113.5:80 not-collected',
  ],
  'netbsd-sockstat.txt': [
    'tcp4 LISTEN 0.0.0.0:22 - sshd/412(4)',
    'tcp6 LISTEN :::22 - sshd/412(3)',
    'tcp4 ESTABLISHED 192.0.2.40:22 192.0.2.30:50114 sshd/977(5)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/201(6)',
    'udp6 UNCONN fe80::1%lo0:123 - ntpd/333(20)',
  ],
  'openbsd-fstat.txt': [
    'tcp4 LISTEN 0.0.0.0:22 - sshd/75629(3)',
    'tcp6 LISTEN :::22 - sshd/75629(4)',
    'tcp4 ESTABLISHED 192.0.2.20:22 192.0.2.30:33836 sshd/40113(4) sshd/81022(4)',
    'tcp4 LISTEN 127.0.0.1:25 - smtpd/30511(9)',
    'tcp6 LISTEN ::1:25 - smtpd/30511(10)',
    'udp4 ESTABLISHED 192.0.2.20:29811 198.51.100.1:123 ntpd/51880(7)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/22971(4)',
  ],
  'openbsd-netstat.txt': [
    'raw4 UNCONN 0.0.0.0:0 - not-collected',
    'tcp4 ESTABLISHED 192.0.2.20:22 192.0.2.30:33836 not-collected',
    'tcp4 TIME_WAIT 192.0.2.20:49969 198.51.100.80:443 closing',
    'tcp4 LISTEN 127.0.0.1:25 - not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'udp4 ESTABLISHED 192.0.2.20:29811 198.51.100.1:123 not-collected',
    'udp4 UNCONN 0.0.0.0:514 - not-collected',
    'tcp6 LISTEN ::1:25 - not-collected',
    'tcp6 LISTEN fe80::1%lo0:25 - not-collected',
    'tcp6 LISTEN :::22 - not-collected',
  ],
  'netbsd-netstat.txt': [
    'tcp4 ESTABLISHED 192.0.2.40:22 192.0.2.30:50114 not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'udp4 UNCONN 0.0.0.0:514 - not-collected',
    'tcp6 LISTEN :::22 - not-collected',
    'udp6 UNCONN fe80::1%lo0:123 - not-collected',
  ],
  'windows-ano.txt': [
    'tcp4 LISTEN 0.0.0.0:135 - not-collected',
    'tcp4 LISTEN 0.0.0.0:445 - not-collected',
    'tcp4 ESTABLISHED 10.0.0.8:49702 203.0.113.25:443 not-collected',
    'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
    'tcp4 CLOSE_WAIT 10.0.0.8:49711 203.0.113.26:80 not-collected',
    'tcp6 LISTEN :::135 - not-collected',
    'tcp6 LISTEN ::1:49670 - not-collected',
    'udp4 UNCONN 0.0.0.0:5353 - not-collected',
    'udp6 UNCONN fe80::8d1:22f4:9c0e:71a5%12:1900 - not-collected',
  ],
  'windows-abno.txt': [
    'tcp4 LISTEN 0.0.0.0:22 - sshd/2016',
    'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
    'tcp4 LISTEN 0.0.0.0:445 - not-collected',
    'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
    'udp4 UNCONN 0.0.0.0:5353 - chrome/2200',
  ],
};

const german = [
  'tcp4 LISTEN 0.0.0.0:135 - not-collected',
  'tcp4 ESTABLISHED 10.0.0.8:49702 203.0.113.25:443 not-collected',
  'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
  'tcp4 CLOSE_WAIT 10.0.0.8:49711 203.0.113.26:80 not-collected',
  'tcp4 SYN_SENT 10.0.0.8:49712 203.0.113.27:443 not-collected',
  'tcp6 LISTEN :::135 - not-collected',
  'udp4 UNCONN 0.0.0.0:5353 - not-collected',
];

for (const [name, sockets] of Object.entries({
  ...expected,
  'windows-german-utf16.txt': german,
  'windows-german-cp850.txt': german,
})) {
  test(`every row of ${name} is read`, () => {
    const reading = readFixture(name);
    assert.deepEqual(reading.unread, []);
    assert.deepEqual(reading.sockets.map(shown), sockets);
  });
}

test('each format is known by its name', () => {
  const names = (fixture: string): string => readFixture(fixture).formats.join();
  assert.deepEqual(
    [
      'd2-netstat.txt',
      'freebsd-netstat.txt',
      'windows-ano.txt',
      'ss-centos7.txt',
      'macos-lsof.txt',
      'lsof-fields.txt',
      'freebsd-sockstat.txt',
      'openbsd-fstat.txt',
    ].map(names),
    ['linux-netstat', 'bsd-netstat', 'windows-netstat', 'ss', 'lsof-columns', 'lsof-fields', 'sockstat', 'fstat'],
  );
});

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
  assert.deepEqual([...new Set(named)], ['svchost', 'System', 'OneDrive', 'closing', 'lsass', 'chrome']);
  assert.deepEqual(readFixture('windows-tasklist.txt').formats, []);
  assert.deepEqual(readFixture('macos-ps.txt').formats, []);
});
