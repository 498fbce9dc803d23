import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noEvidence, noProcessEvidence, type ProcessEvidence} from '../../source/domain/evidence.ts';
import {known, unknown} from '../../source/domain/known.ts';
import type {Process} from '../../source/domain/socket.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import type {Assessment} from '../../source/judge/assessment.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../helpers/build.ts';
import {nameOnly} from '../helpers/checks.ts';

const listener22 = 'tcp LISTEN 0.0.0.0:22';
const syslog = 'udp UNCONN 0.0.0.0:514';
const irc = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667';

const ofPackage = known({name: trusted('a-package'), manager: 'dpkg' as const, unchanged: known(true)});
const ofNone = known(null);

/** The assessment of a socket that one process holds, of which this is known. */
function judged(text: string, holder: Process, evidence: Partial<ProcessEvidence> = {}): Assessment {
  const processes = new Map([[holder, {...noProcessEvidence('not-collected'), ...evidence}]]);
  const [row] = assessAllNow([socket(text, ownerOf(holder))], nameOf, undefined, {
    host: noEvidence.host,
    processes,
  }).rows;
  assert.ok(row);
  return row.assessment;
}

const verdictOf = (text: string, path: string, evidence: Partial<ProcessEvidence> = {package: ofPackage}) =>
  judged(text, process(path), evidence).verdict;

const sshServers = [
  'sshd',
  'sshd.pam',
  'sshd.krb5',
  'sshd-session.pam',
  'sshd-session.krb5',
  'sshd-auth.pam',
  'dropbear',
];
for (const name of sshServers) {
  test(`${name} on port 22 is an SSH server`, () =>
    assert.equal(verdictOf(listener22, `/usr/sbin/${name}`), 'explained'));
}

test('PID 1 on port 22 is the manager, by either of its names, and another process of that name is not', () => {
  const pathOf = {init: '/usr/sbin/init', systemd: '/usr/lib/systemd/systemd'};
  for (const path of Object.values(pathOf)) {
    assert.equal(judged(listener22, process(path, {pid: 1})).verdict, 'explained', path);
    assert.equal(judged(listener22, process(path), {package: ofNone}).verdict, 'suspect', path);
  }
});

for (const name of ['docker-proxy', 'rootlessport', 'gitea', 'forgejo', 'gitlab-sshd', 'sslh', 'proftpd', 'endlessh']) {
  test(`${name} on port 22 is to be learnt about, whether a package has it or not`, () => {
    for (const owner of [ofPackage, ofNone]) {
      assert.equal(verdictOf(listener22, `/usr/local/bin/${name}`, {package: owner}), 'learn');
    }
    const [row] = assessAllNow([socket(listener22, nameOnly(name, 'not-collected'))], nameOf).rows;
    assert.equal(row?.assessment.verdict, 'learn', 'by name alone');
  });
}

for (const path of ['/usr/bin/nc.openbsd', '/usr/bin/bash', '/usr/bin/python3.11', '/usr/sbin/chronyd']) {
  test(`${path} on port 22 is suspect`, () => assert.equal(verdictOf(listener22, path), 'suspect'));
}

for (const name of [
  'rsyslogd',
  'syslog-ng',
  'syslogd',
  'socklog',
  'fluent-bit',
  'vector',
  'telegraf',
  'otelcol-contrib',
]) {
  test(`${name} waits for log lines`, () => assert.equal(verdictOf(syslog, `/usr/sbin/${name}`), 'explained'));
}

test('a program of a package that no table has is not among the known, and no more is said of it', () => {
  const {verdict, why} = judged(syslog, process('/usr/sbin/newlogd'), {package: ofPackage});
  assert.deepEqual([verdict, why], ['learn', 'newlogd: not among known']);
});

for (const [port, name] of [
  [68, 'dhclient'],
  [68, 'wickedd-dhcp4'],
  [546, 'dhcp6c'],
  [546, 'dibbler-client'],
] as const) {
  test(`${name} asks for an address`, () => {
    const text = `udp UNCONN ${port === 546 ? '[fe80::1%eth0]' : '0.0.0.0'}:${port}`;
    assert.equal(verdictOf(text, `/usr/sbin/${name}`), 'explained');
  });
}

const chatters = [
  'irssi',
  'weechat-headless',
  'weechat-curses',
  'quasselcore',
  'bip',
  'ii',
  'eggdrop',
  'pidgin',
  'soju',
];
for (const name of chatters) {
  test(`${name} on an IRC port is named`, () => {
    const {verdict, why} = judged(irc, process(`/usr/bin/${name}`), {package: ofPackage});
    assert.deepEqual([verdict, why], ['learn', `IRC, by ${name}`]);
  });
}

test('a bot that is a script of a package counts by the name of the script, one of no package does not', () => {
  const script = (owner: ProcessEvidence['package']): Partial<ProcessEvidence> => ({
    package: ofPackage,
    code: known({
      kind: 'file',
      path: sanitize('/usr/bin/limnoria'),
      state: 'intact',
      file: known({mode: 0o755, uid: 0, writableByAll: null}),
      package: owner,
    }),
  });
  const python = process('/usr/bin/python3.11');
  assert.equal(judged(irc, python, script(ofPackage)).why, 'IRC, by limnoria');
  assert.equal(judged(irc, python, script(ofNone)).verdict, 'suspect');
});

const raw = 'raw CLOSE 0.0.0.0:1';
const packet = 'packet UNCONN *:3';
const wireUsers: readonly (readonly [text: string, name: string, use: string])[] = [
  [packet, 'zebra', 'routing protocols'],
  ['raw CLOSE 0.0.0.0:89', 'ospfd', 'routing protocols'],
  [packet, 'isisd', 'routing protocols'],
  ['raw CLOSE 0.0.0.0:103', 'pimd', 'multicast routing'],
  [raw, 'babeld', 'routing protocols'],
  [packet, 'kea-dhcp4', 'gives out addresses'],
  [packet, 'dhcpd', 'gives out addresses'],
  [raw, 'dhcpd', 'checks that an address is free'],
  [packet, 'dhcrelay', 'passes requests for addresses on'],
  [raw, 'pinger', 'pings hosts, for squid'],
  [packet, 'darkstat', 'measures traffic'],
  [packet, 'ntopng', 'measures traffic'],
  [packet, 'charon', 'IPsec keys'],
  [packet, 'ovs-vswitchd', 'virtual switch'],
];
for (const [text, name, use] of wireUsers) {
  test(`${name} with ${text}: ${use}`, () => {
    assert.equal(judged(text, process(`/usr/sbin/${name}`), {package: ofPackage}).why, use);
  });
}

test('a file that bears the name of a known user of packets counts only where a package has it', () => {
  const whyOf = (owner: ProcessEvidence['package']): string =>
    judged(packet, process('/usr/bin/tcpdump'), {package: owner}).why;
  assert.deepEqual(
    [whyOf(ofPackage), whyOf(ofNone), whyOf(unknown('pending'))],
    ['captures packets', 'reads the wire', 'reads the wire'],
  );
});

test('busybox is known as the applet that it was called as', () => {
  const applet = (name: string) => ({package: ofPackage, code: known({kind: 'applet' as const, name: trusted(name)})});
  assert.equal(judged(packet, process('/usr/bin/busybox'), applet('udhcpd')).why, 'gives out addresses');
  const served = 'tcp ESTABLISHED 10.0.0.5:80 203.0.113.9:51000';
  assert.equal(judged(served, process('/usr/bin/busybox'), applet('httpd')).verdict, 'learn');
});
