import type {Fixtures} from './fixtures.ts';

export const powershell: Fixtures = [
  {
    file: 'powershell-tcp.txt',
    holds: [
      'tcp6 LISTEN :::49677 - lsass/764',
      'tcp6 LISTEN ::1:42050 - OneDrive Sync Helper/5128',
      'tcp6 ESTABLISHED 2001:db8:5c1:9a00:1d4a:22f4:9c0e:77:50112 2001:db8:80::5d58:443 chrome/2200',
      'tcp6 LISTEN fe80::8d1:22f4:9c0e:71a5%12:139 - System/4',
      'tcp4 CLOSE 0.0.0.0:49677 - lsass/764',
      'tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 chrome/2200',
      'tcp4 TIME_WAIT 192.0.2.8:50130 203.0.113.26:80 closing',
      'tcp4 SYN_RECV 192.0.2.8:3389 198.51.100.9:61020 svchost/1060',
      'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
      'udp6 UNCONN :::500 - not-collected',
      'udp6 UNCONN fe80::8d1:22f4:9c0e:71a5%12:1900 - not-collected',
      'udp4 UNCONN 0.0.0.0:5353 - not-collected',
    ],
  },
  {
    file: 'powershell-cut.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:135 - ?/1060',
      'tcp6 LISTEN fe80::8d1:…:139 - ?/4',
      'tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 ?/2200',
      'tcp6 ESTABLISHED 2001:db8:5c1…:50112 2001:db8:80:…:443 ?/2200',
    ],
  },
  {
    file: 'powershell-selected.txt',
    holds: [
      'tcp6 LISTEN :::445 - System/4',
      'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
      'tcp4 LISTEN 0.0.0.0:5040 - Some Web Helper/6120',
    ],
  },
  {
    file: 'powershell-list.txt',
    holds: ['tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 ?/2200', 'tcp4 LISTEN 0.0.0.0:135 - ?/1060'],
  },
  {
    file: 'powershell-csv.txt',
    holds: ['tcp4 LISTEN 0.0.0.0:135 - ?/1060', 'tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 ?/2200'],
  },
];

export const solarisNetstat: Fixtures = [
  {
    file: 'solaris-netstat.txt',
    holds: [
      'udp4 UNCONN 0.0.0.0:111 - not-collected',
      'udp4 UNCONN 0.0.0.0:0 - not-collected',
      'udp4 UNCONN 192.0.2.30:123 - not-collected',
      'udp4 ESTABLISHED 192.0.2.30:51044 198.51.100.1:53 not-collected',
      'udp6 UNCONN :::111 - not-collected',
      'udp6 UNCONN fe80::8:20ff:fe67:7c65%net0:546 - not-collected',
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp4 CLOSE 0.0.0.0:0 - not-collected',
      'tcp4 LISTEN 127.0.0.1:25 - not-collected',
      'tcp4 ESTABLISHED 192.0.2.30:22 198.51.100.7:50122 not-collected',
      'tcp4 TIME_WAIT 192.0.2.30:44021 203.0.113.9:443 closing',
      'tcp6 LISTEN :::22 - not-collected',
      'tcp6 ESTABLISHED 2001:db8::30:22 2001:db8::7:50144 not-collected',
    ],
  },
  {
    file: 'solaris-netstat-users.txt',
    holds: [
      'udp4 UNCONN 0.0.0.0:68 - nwamd/705',
      'udp4 ESTABLISHED 192.0.2.30:51044 198.51.100.1:53 dig/2201',
      'tcp4 LISTEN 127.0.0.1:4999 - in.mpathd/120',
      'tcp4 ESTABLISHED 192.0.2.30:22 198.51.100.7:50122 sshd/1042',
    ],
  },
];

export const zosNetstat: Fixtures = [
  {
    file: 'zos-netstat.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:10007 - not-collected',
      'tcp4 ESTABLISHED 192.0.2.40:21 198.51.100.7:1033 not-collected',
      'tcp4 FIN_WAIT2 127.0.0.1:1024 127.0.0.1:1025 not-collected',
      'udp4 UNCONN 0.0.0.0:514 - not-collected',
    ],
  },
  {
    file: 'zos-netstat-long.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:10007 - not-collected',
      'tcp6 ESTABLISHED ::ffff:192.0.2.40:21 ::ffff:198.51.100.7:1026 not-collected',
      'tcp6 TIME_WAIT 2001:db8::40:22 2001:db8::7:50144 closing',
      'udp6 UNCONN :::514 - not-collected',
    ],
  },
  {
    file: 'zos-console.txt',
    holds: ['tcp4 ESTABLISHED 127.0.0.1:1026 127.0.0.1:1027 not-collected', 'tcp4 LISTEN 0.0.0.0:22 - not-collected'],
  },
];

export const procNet: Fixtures = [
  {
    file: 'proc-net.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp4 LISTEN 127.0.0.1:5432 - not-collected',
      'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.9:50122 not-collected',
      'tcp4 TIME_WAIT 192.0.2.1:51000 203.0.113.9:443 closing',
      'tcp4 SYN_RECV 192.0.2.1:8081 198.51.100.9:50123 not-accepted',
      'tcp6 LISTEN :::22 - not-collected',
      'tcp6 ESTABLISHED 2001:db8::1:22 2001:db8::9:50124 not-collected',
      'udp4 UNCONN 0.0.0.0:68 - not-collected',
      'udp4 ESTABLISHED 192.0.2.1:41277 203.0.113.1:123 not-collected',
      'raw4 UNCONN 0.0.0.0:1 - not-collected',
      'packet UNCONN *%if2:3 - not-collected',
    ],
  },
  {
    file: 'proc-net-bare.txt',
    holds: [
      'tcp4 LISTEN 0.0.0.0:22 - not-collected',
      'tcp4 LISTEN 127.0.0.1:5432 - not-collected',
      'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.9:50122 not-collected',
      'tcp4 TIME_WAIT 192.0.2.1:51000 203.0.113.9:443 closing',
      'tcp4 SYN_RECV 192.0.2.1:8081 198.51.100.9:50123 not-accepted',
      'tcp6 LISTEN :::22 - not-collected',
      'tcp6 ESTABLISHED 2001:db8::1:22 2001:db8::9:50124 not-collected',
      'udp4 UNCONN 0.0.0.0:68 - not-collected',
      'udp4 ESTABLISHED 192.0.2.1:41277 203.0.113.1:123 not-collected',
      'raw4 UNCONN 0.0.0.0:1 - not-collected',
    ],
  },
];
