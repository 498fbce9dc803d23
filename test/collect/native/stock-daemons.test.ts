import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assessAllNow, nameOf} from '../../helpers/build.ts';
import {readText} from '../saved/helper.ts';

/**
 * The listeners of a system as it was installed, in the notation of its own tools: table, then `verdict rule` of each
 * row.
 */
const systems: Readonly<Record<string, readonly (readonly [row: string, judged: string])[]>> = {
  macOS: [
    ['launchd     1 root  7u IPv6 0x6c1d 0t0 TCP *:22 (LISTEN)', 'explained ssh-server'],
    ['launchd     1 root  8u IPv4 0x6c1e 0t0 TCP 127.0.0.1:631 (LISTEN)', 'explained printing'],
    ['configd   120 root  9u IPv6 0x6c1f 0t0 UDP *:546', 'explained dhcp-client'],
    ['mDNSResponder 391 _mdnsresponder 7u IPv4 0x6c20 0t0 UDP *:5353', 'explained service-discovery'],
    ['timed     207 _timed 4u IPv4 0x6c21 0t0 UDP 10.0.1.23:50123->17.253.34.125:123', 'explained ntp-client'],
    ['rapportd  625 mona  8u IPv4 0x6c22 0t0 TCP *:49157 (LISTEN)', 'learn open-listener'],
  ],
  FreeBSD: [
    ['root     sshd       1048  3  tcp6   *:22                  *:*', 'explained ssh-server'],
    ['root     syslogd    957   7  udp4   *:514                 *:*', 'explained syslog-listener'],
    ['root     dhclient   801   5  udp4   *:68                  *:*', 'explained dhcp-client'],
    ['root     sendmail   1104  5  tcp4   127.0.0.1:25          *:*', 'explained loopback-listener'],
  ],
  OpenBSD: [
    ['root     sshd       75629    3* internet stream tcp 0x1 *:22', 'explained ssh-server'],
    [
      '_ntp     ntpd       51880    7* internet dgram udp 192.0.2.20:29811 <-> 198.51.100.1:123',
      'explained ntp-client',
    ],
    ['_dhcp    dhcpleased 60022    7* internet dgram udp *:68', 'explained dhcp-client'],
  ],
  Windows: [
    ['  TCP  0.0.0.0:135  0.0.0.0:0  LISTENING  1060\n [svchost.exe]', 'learn open-listener'],
    ['  TCP  0.0.0.0:22  0.0.0.0:0  LISTENING  2016\n [sshd.exe]', 'explained ssh-server'],
    ['  UDP  0.0.0.0:68  *:*  1200\n [svchost.exe]', 'explained dhcp-client'],
    ['  UDP  0.0.0.0:5353  *:*  2200\n [svchost.exe]', 'explained service-discovery'],
  ],
};

for (const [system, rows] of Object.entries(systems)) {
  test(`no listener of a fresh ${system} is suspect`, () => {
    const {sockets, unread} = readText(rows.map(([row]) => row).join('\n'));
    assert.deepEqual(unread, []);
    const judged = assessAllNow(sockets, nameOf).rows.map(
      ({assessment}) => `${assessment.verdict} ${assessment.rule.id}`,
    );
    assert.deepEqual(
      judged,
      rows.map(([, expected]) => expected),
    );
  });
}
