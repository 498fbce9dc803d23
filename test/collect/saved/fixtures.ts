import type {FormatId} from '../../../source/collect/saved/formats.ts';
import {bsdNetstat, linuxNetstat, windowsNetstat} from './netstat-fixtures.ts';
import {powershell, procNet, solarisNetstat, zosNetstat} from './other-fixtures.ts';

/** A text of `test/fixtures/saved/` in one format, with everything it holds, in order. */
export type Fixture = {
  readonly file: string;
  /** Sockets as `shown` writes them; of a list of processes, ID and name. */
  readonly holds: readonly [string, ...string[]];
};

export type Fixtures = readonly [Fixture, ...Fixture[]];

/**
 * Texts of every format, most of them in the documented format of systems that are not at hand. The captures of a Linux
 * host have tests of their own, which compare them with each other.
 */
export const fixtures: Readonly<Record<FormatId, Fixtures>> = {
  ss: [
    {
      file: 'ss-centos7.txt',
      holds: [
        'udp4 UNCONN 0.0.0.0:68 - dhclient/3011(6)',
        'udp4 UNCONN 127.0.0.1:323 - chronyd/645(5)',
        'udp6 UNCONN ::1:323 - chronyd/645(6)',
        'tcp4 LISTEN 0.0.0.0:22 - sshd/1042(3)',
        'tcp4 ESTABLISHED 10.0.2.15:22 10.0.2.2:51514 sshd/3398(3) sshd/3402(3)',
        'tcp6 LISTEN :::22 - sshd/1042(4)',
      ],
    },
    {
      file: 'ss-udp-only.txt',
      holds: [
        'udp4 UNCONN 0.0.0.0:68 - not-collected',
        'udp6 UNCONN :::5353 - not-collected',
        'udp4 ESTABLISHED 10.0.0.5:41234 162.159.200.1:123 not-collected',
      ],
    },
    {
      file: 'ss-every-column.txt',
      holds: [
        'udp4 UNCONN 0.0.0.0:5353 - avahi-daemon/540(12)',
        'tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)',
        'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.9:50122 sshd/2201(4) sshd/2204(4)',
        'tcp4 TIME_WAIT 192.0.2.1:51000 203.0.113.9:443 closing',
        'tcp6 LISTEN :::8081 - some app/3120(19)',
      ],
    },
    {
      file: 'ss-every-column-lines.txt',
      holds: [
        'udp4 UNCONN 0.0.0.0:5353 - avahi-daemon/540(12)',
        'tcp4 LISTEN 0.0.0.0:22 - sshd/812(3)',
        'tcp4 ESTABLISHED 192.0.2.1:22 198.51.100.9:50122 sshd/2201(4) sshd/2204(4)',
        'tcp4 TIME_WAIT 192.0.2.1:51000 203.0.113.9:443 closing',
        'tcp6 LISTEN :::8081 - some app/3120(19)',
      ],
    },
  ],
  'linux-netstat': linuxNetstat,
  'bsd-netstat': bsdNetstat,
  'windows-netstat': windowsNetstat,
  'solaris-netstat': solarisNetstat,
  'zos-netstat': zosNetstat,
  powershell,
  'powershell-json': [
    {
      file: 'powershell-json.txt',
      holds: [
        'tcp4 LISTEN 0.0.0.0:135 - ?/1060',
        'tcp4 ESTABLISHED 192.0.2.8:50121 203.0.113.25:443 ?/2200',
        'udp6 UNCONN :::5353 - ?/1800',
      ],
    },
  ],
  'proc-net': procNet,
  'lsof-columns': [
    {
      file: 'macos-lsof.txt',
      holds: [
        'tcp6 LISTEN :::22 - launchd/1(7)',
        'tcp4 LISTEN 0.0.0.0:22 - launchd/1(8)',
        'udp4 UNCONN 0.0.0.0:5353 - mDNSRespo/391(7)',
        'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Google/902(24)',
        'udp4 UNCONN 0.0.0.0:0 - Google/902(25)',
        'tcp4 LISTEN 0.0.0.0:56457 - rapportd/625(8)',
      ],
    },
  ],
  'lsof-fields': [
    {
      file: 'macos-lsof-fields.txt',
      holds: [
        'tcp6 LISTEN :::22 - launchd/1(7)',
        'tcp4 LISTEN 0.0.0.0:22 - launchd/1(8)',
        'udp4 UNCONN 0.0.0.0:5353 - mDNSResponder/391(7)',
        'tcp4 LISTEN 127.0.0.1:5432 - postgres/880(7)',
        'tcp6 LISTEN :::8080 - node/4410(20)',
        'tcp6 LISTEN :::8080 - node/4411(20)',
        'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Brave Browser Helper/7187(24)',
        'udp6 UNCONN fe80:1::1:123 - timed/207(4)',
      ],
    },
  ],
  sockstat: [
    {
      file: 'freebsd-sockstat.txt',
      holds: [
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
    },
    {
      file: 'netbsd-sockstat.txt',
      holds: [
        'tcp4 LISTEN 0.0.0.0:22 - sshd/412(4)',
        'tcp6 LISTEN :::22 - sshd/412(3)',
        'tcp4 ESTABLISHED 192.0.2.40:22 192.0.2.30:50114 sshd/977(5)',
        'udp4 UNCONN 0.0.0.0:514 - syslogd/201(6)',
        'udp6 UNCONN fe80::1%lo0:123 - ntpd/333(20)',
      ],
    },
  ],
  fstat: [
    {
      file: 'openbsd-fstat.txt',
      holds: [
        'tcp4 LISTEN 0.0.0.0:22 - sshd/75629(3)',
        'tcp6 LISTEN :::22 - sshd/75629(4)',
        'tcp4 ESTABLISHED 192.0.2.20:22 192.0.2.30:33836 sshd/40113(4) sshd/81022(4)',
        'tcp4 LISTEN 127.0.0.1:25 - smtpd/30511(9)',
        'tcp6 LISTEN ::1:25 - smtpd/30511(10)',
        'udp4 ESTABLISHED 192.0.2.20:29811 198.51.100.1:123 ntpd/51880(7)',
        'udp4 UNCONN 0.0.0.0:514 - syslogd/22971(4)',
      ],
    },
  ],
  tasklist: [
    {
      file: 'windows-tasklist.txt',
      holds: [
        '0 System Idle Process',
        '4 System',
        '880 lsass',
        '1060 svchost',
        '2200 chrome',
        '3004 svchost',
        '5128 OneDrive Sync, Helper',
      ],
    },
  ],
  'powershell-processes': [
    {file: 'powershell-processes.txt', holds: ['764 lsass', '1060 svchost', '5128 OneDrive Sync Helper']},
  ],
  'process-status': [
    {
      file: 'macos-ps.txt',
      holds: ['1 launchd', '207 timed', '391 mDNSResponder', '880 postgres', '2903 Brave Browser Helper', '5767 -zsh'],
    },
  ],
};
