import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupRows} from '../../../source/app/table/group-rows.ts';
import {groupingOf, groupings} from '../../../source/app/table/groupings.ts';
import {known} from '../../../source/domain/known.ts';
import type {Netns, Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';

import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, socket} from '../../helpers/build.ts';
import {exampleSockets} from '../../helpers/example-host.ts';

const {rows} = assessAllNow(exampleSockets, nameOf);
const names = (grouping: string): readonly string[] => finish(groupRows(rows, groupingOf(grouping))).map(({id}) => id);

const placeIn = (grouping: string, row: AssessedSocket): string => groupingOf(grouping).placesOf([row])(row).name;

const expected: Readonly<Record<string, readonly string[]>> = {
  state: ['LISTEN', 'UNCONN', 'ESTABLISHED', 'SYN_SENT', 'CLOSE_WAIT', 'TIME_WAIT', 'CLOSE'],
  verdict: ['SUSPECT', 'LEARN', 'EXPLAINED'],
  process: [
    'NetworkManager',
    'arpwatch',
    'avahi-daemon',
    'bash',
    'chat',
    'chronyd',
    'cupsd',
    'dhclient',
    'firefox',
    'irssi',
    'ping',
    'postgres',
    'psql',
    'rsyslogd',
    'sshd',
    'systemd-resolved',
    'サーバー',
    'owner: exited',
    'owner: kernel',
    'owner: kernel (closing)',
    'owner: needs root',
    'owner: no process',
    'owner: not collected',
    'owner: other namespace',
    'owner: refused',
  ],
  service: [
    '1/raw icmp',
    '22/tcp ssh',
    '53/udp dns',
    '68/udp dhcp-client',
    '514/udp syslog',
    '546/udp dhcpv6-client',
    '631/tcp ipp',
    '2049/tcp nfs',
    '2054/packet arp',
    '5353/udp mdns',
    '5432/tcp postgresql',
    '8080/tcp http-proxy',
    '9090/tcp prometheus',
    '38142/udp',
    '38143/udp',
    'at peers: 53/udp dns',
    'at peers: 80/tcp http',
    'at peers: 123/udp ntp',
    'at peers: 443/tcp https',
    'at peers: 4444/tcp nv-video',
    'at peers: 5223/tcp hpvirtgrp',
    'at peers: 5432/tcp postgresql',
    'at peers: 6667/tcp irc',
    'at peers: 6697/tcp ircs',
    'at peers: 8443/tcp https-alt',
  ],
  peer: [
    '203.0.113.0/24',
    '198.51.100.0/24',
    '10.0.0.0/24',
    '162.159.200.0/24',
    '192.0.2.0/24',
    '2001:db8::/48',
    'LOOPBACK',
    'NO PEER',
  ],
  namespace: ["THE HOST'S OWN"],
  exposure: ['EVERY ADDRESS', 'PUBLIC ADDRESSES', 'PRIVATE ADDRESSES', 'LINK-LOCAL ADDRESSES', 'LOOPBACK'],
};

for (const {id, help} of groupings) {
  test(`grouped ${help}: every row is in one group, and the groups are in their order`, () => {
    assert.deepEqual(names(id), expected[id]);
    const grouped = finish(groupRows(rows, groupingOf(id))).flatMap(group => group.rows);
    assert.equal(grouped.length, rows.length);
    assert.deepEqual(new Set(grouped), new Set(rows));
  });
}

test('an unknown grouping is the one by state', () => {
  assert.equal(groupingOf('nonsense').id, 'state');
});

test('a known owner without processes is not called a program', () => {
  const [row] = assessAllNow([socket('tcp LISTEN 0.0.0.0:22', known([]))], nameOf).rows;
  assert.ok(row);
  assert.equal(placeIn('process', row), 'owner: not collected');
});

test('the network of a peer is /24, /64 within a site, /48 elsewhere; IPv4 within IPv6 is IPv4', () => {
  const network = (peer: string): string | undefined => {
    const [row] = assessAllNow([socket(`tcp ESTABLISHED [2001:db8::5]:50000 ${peer}`)], nameOf).rows;
    return row && placeIn('peer', row);
  };
  assert.equal(network('[fd00:1:2:3:4::9]:443'), 'fd00:1:2:3::/64');
  assert.equal(network('[2a00:1:2:3:4::9]:443'), '2a00:1:2::/48');
  assert.equal(network('[::ffff:192.168.7.9]:443'), '192.168.7.0/24');
  assert.equal(network('[fe80::9%eth0]:443'), 'LINK-LOCAL');
  assert.equal(network('[::1]:443'), 'LOOPBACK');
});

test('a grouping by namespace is offered where there are several', () => {
  const here = socket('tcp LISTEN 0.0.0.0:80');
  const there = {...socket('tcp LISTEN 0.0.0.0:81'), netns: {name: trusted('web'), inode: 7}};
  const offered = (...sockets: readonly Socket[]) =>
    groupingOf('namespace').divides?.(assessAllNow(sockets, nameOf).rows);
  assert.deepEqual([offered(here), offered(here, there), offered()], [false, true, false]);
});

test('namespaces of one name are groups of their own, by their inodes; what has a name to itself goes by that', () => {
  const within = (port: number, netns: Netns | null) =>
    socket(`tcp LISTEN 0.0.0.0:${port}`, hidden('needs-root'), {netns});
  const web = (inode: number): Netns => ({name: trusted('web'), inode});
  const pretender = {name: trusted("THE HOST'S OWN"), inode: 9};
  const sockets = [
    within(80, null),
    within(81, web(7)),
    within(82, {name: trusted('shop'), inode: 6}),
    within(83, web(8)),
    within(84, web(7)),
    within(85, pretender),
  ];
  const groups = finish(groupRows(assessAllNow(sockets, nameOf).rows, groupingOf('namespace')));
  assert.deepEqual(
    groups.map(({id, rows: members}) => [id, members.map(({socket: {local}}) => local.port).toSorted()]),
    [
      ["THE HOST'S OWN", [80]],
      ["THE HOST'S OWN net:[9]", [85]],
      ['shop', [82]],
      ['web net:[7]', [81, 84]],
      ['web net:[8]', [83]],
    ],
  );
});

test('groups by size are in the order of the numbers they show, in which what has closed does not count', () => {
  const from = (address: string, port: number) => socket(`tcp ESTABLISHED 10.0.0.5:443 ${address}:${port}`);
  const sockets = [
    from('192.0.2.1', 5001),
    from('192.0.2.1', 5002),
    from('198.51.100.1', 5003),
    from('203.0.113.1', 5004),
  ];
  const taken = assessAllNow(sockets, nameOf).rows;
  const uncounted = new Set(taken.slice(0, 2));
  assert.deepEqual(
    finish(groupRows(taken, groupingOf('peer'), {uncounted})).map(({id}) => id),
    ['198.51.100.0/24', '203.0.113.0/24', '192.0.2.0/24'],
  );
});
