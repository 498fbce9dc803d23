import type {Fixture, Fixtures} from './fixtures.ts';

export const linuxNetstat: Fixtures = [
  {
    file: 'd2-netstat.txt',
    holds: [
      'tcp4 LISTEN localhost:631 - not-collected',
      'tcp4 TIME_WAIT aspire.local:49132 tc-in-f19.google.co:80 closing',
      'tcp4 ESTABLISHED aspire.local:60227 tx-in-f103.google.c:80 not-collected',
      'udp4 ESTABLISHED aspire.local:33954 58.69.254.67:53 not-collected',
      'udp4 UNCONN 0.0.0.0:68 - not-collected',
      'udp4 ESTABLISHED aspire.local:42088 58.69.254.68:53 not-collected',
      'udp4 UNCONN 0.0.0.0:5353 - not-collected',
      'udp4 UNCONN 0.0.0.0:38142 - not-collected',
    ],
  },
  {
    file: 'busybox-netstat.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:80 - uhttpd/1412',
      'tcp4 LISTEN 192.168.1.1:53 - dnsmasq/1877',
      'tcp4 ESTABLISHED 192.168.1.1:22 192.168.1.20:53122 dropbear/2210',
      'tcp6 LISTEN :::80 - uhttpd/1412',
      'udp4 UNCONN 0.0.0.0:67 - dnsmasq/1877',
      'udp6 UNCONN :::547 - odhcpd/1533',
    ],
  },
];

export const bsdNetstat: Fixtures = [
  {
    file: 'macos-netstat-an.txt',
    holds: [
      'tcp4 ESTABLISHED 10.0.1.23:52044 203.0.113.36:443 not-collected',
      'tcp4 CLOSE_WAIT 10.0.1.23:52040 203.0.113.37:443 not-collected',
      'tcp6 ESTABLISHED fe80::1c3:9ff:fe…:49170 fe80::1c3:9ff:fe…:50312 not-collected',
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
  },
  {
    file: 'macos-netstat-anv.txt',
    holds: [
      'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Brave Browser He/7187',
      'tcp4 LISTEN 127.0.0.1:5432 - postgres/880',
      'tcp6 LISTEN :::8080 - node/4410',
      'udp4 UNCONN 0.0.0.0:5353 - mDNSResponder/391',
      'tcp4 TIME_WAIT 10.0.1.23:53200 203.0.113.40:80 closing',
    ],
  },
  {
    file: 'macos-netstat-anv-14.txt',
    holds: [
      'tcp4 ESTABLISHED 10.0.1.23:52044 203.0.113.36:443 ?/9811',
      'tcp4 LISTEN 0.0.0.0:22 - ?/1',
      'udp4 UNCONN 0.0.0.0:5353 - ?/391',
    ],
  },
  {
    file: 'macos-netstat-anv-15.txt',
    holds: [
      'tcp4 ESTABLISHED 10.0.1.23:52137 203.0.113.85:443 ?/2903',
      'tcp6 ESTABLISHED 2001:db8:85a3:8d3:1319:8a2e:370:7348:52126 2001:db8:1::5d58:443 ?/5767',
      'tcp4 LISTEN 0.0.0.0:22 - ?/1',
      'tcp4 LISTEN 127.0.0.1:5432 - ?/880',
      'udp4 UNCONN 0.0.0.0:5353 - ?/391',
      'udp6 UNCONN fe80::1%lo0:123 - ?/207',
    ],
  },
  {
    file: 'freebsd-netstat.txt',
    holds: [
      'tcp4 ESTABLISHED 198.51.100.7:22 203.0.113.5:61244 not-collected',
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp6 LISTEN :::22 - not-collected',
      'tcp6 LISTEN :::3000 - not-collected',
      'tcp4 LISTEN 127.0.0.1:25 - not-collected',
      'udp4 UNCONN 0.0.0.0:514 - not-collected',
      'udp6 UNCONN fe80::1%lo0:123 - not-collected',
      'raw4 UNCONN 0.0.0.0:0 - not-collected',
    ],
  },
  {
    file: 'openbsd-netstat.txt',
    holds: [
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
  },
  {
    file: 'netbsd-netstat.txt',
    holds: [
      'tcp4 ESTABLISHED 192.0.2.40:22 192.0.2.30:50114 not-collected',
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'udp4 UNCONN 0.0.0.0:514 - not-collected',
      'tcp6 LISTEN :::22 - not-collected',
      'udp6 UNCONN fe80::1%lo0:123 - not-collected',
    ],
  },
  {
    file: 'aix-netstat.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp4 ESTABLISHED 192.0.2.50:22 198.51.100.7:50122 not-collected',
      'tcp6 LISTEN :::111 - not-collected',
      'udp4 UNCONN 0.0.0.0:514 - not-collected',
    ],
  },
  {
    file: 'hp-ux-netstat.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp4 TIME_WAIT 192.0.2.60:49200 203.0.113.9:443 closing',
      'udp4 UNCONN 0.0.0.0:514 - not-collected',
    ],
  },
];

const german: Fixture['holds'] = [
  'tcp4 LISTEN 0.0.0.0:135 - ?/1060',
  'tcp4 ESTABLISHED 10.0.0.8:49702 203.0.113.25:443 ?/5128',
  'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
  'tcp4 CLOSE_WAIT 10.0.0.8:49711 203.0.113.26:80 ?/5128',
  'tcp4 SYN_SENT 10.0.0.8:49712 203.0.113.27:443 ?/5128',
  'tcp6 LISTEN :::135 - ?/1060',
  'udp4 UNCONN 0.0.0.0:5353 - ?/2200',
];

export const windowsNetstat: Fixtures = [
  {
    file: 'windows-ano.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:135 - ?/1060',
      'tcp4 LISTEN 0.0.0.0:445 - ?/4',
      'tcp4 ESTABLISHED 10.0.0.8:49702 203.0.113.25:443 ?/5128',
      'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
      'tcp4 CLOSE_WAIT 10.0.0.8:49711 203.0.113.26:80 ?/5128',
      'tcp6 LISTEN :::135 - ?/1060',
      'tcp6 LISTEN ::1:49670 - ?/880',
      'udp4 UNCONN 0.0.0.0:5353 - ?/2200',
      'udp6 UNCONN fe80::8d1:22f4:9c0e:71a5%12:1900 - ?/3004',
    ],
  },
  {
    file: 'windows-abno.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:22 - sshd/2016',
      'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
      'tcp4 LISTEN 0.0.0.0:445 - ?/4',
      'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
      'udp4 UNCONN 0.0.0.0:5353 - chrome/2200',
    ],
  },
  {file: 'windows-german-utf16.txt', holds: german},
  {file: 'windows-german-cp850.txt', holds: german},
];
