import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Direction} from '../../source/domain/facts.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {assessedRow, hidden, socket} from '../helpers/build.ts';

const unseen = hidden('needs-root');
const onlyIPv6 = (text: string): Socket => socket(text, unseen, {v6only: true});

const directions: readonly (readonly [
  why: string,
  text: string,
  direction: Direction,
  ...others: readonly Socket[],
])[] = [
  ['it listens', 'tcp LISTEN 0.0.0.0:22', 'listening'],
  ['it has no peer', 'udp UNCONN 0.0.0.0:68', 'unconnected'],
  ['a bound socket without a peer waits for nobody', 'tcp CLOSE 0.0.0.0:8080', 'unconnected'],
  ['nobody listens on the local port', 'tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:22', 'outbound'],
  ['clients are not given such a port as the local one', 'tcp ESTABLISHED 10.0.0.5:22 10.0.0.9:50000', 'inbound'],
  [
    'every address is listened on',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'inbound',
    socket('tcp LISTEN 0.0.0.0:50022'),
  ],
  [
    'any address is listened on, as saved text has it',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'inbound',
    socket('tcp LISTEN *:50022'),
  ],
  [
    'this address is listened on',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'inbound',
    socket('tcp LISTEN 10.0.0.5:50022'),
  ],
  [
    'another address is listened on',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'outbound',
    socket('tcp LISTEN 10.0.0.6:50022'),
  ],
  [
    'only loopback is listened on',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'outbound',
    socket('tcp LISTEN 127.0.0.1:50022'),
  ],
  [
    'another port is listened on',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'outbound',
    socket('tcp LISTEN 0.0.0.0:50023'),
  ],
  [
    'UDP without a peer takes what comes from anyone',
    'udp ESTABLISHED 10.0.0.5:5353 10.0.0.9:5353',
    'inbound',
    socket('udp UNCONN 0.0.0.0:5353'),
  ],
  [
    'UDP with a peer takes nothing from others',
    'udp ESTABLISHED 10.0.0.5:5353 10.0.0.9:5353',
    'outbound',
    socket('udp ESTABLISHED 10.0.0.5:5353 10.0.0.8:5353'),
  ],
  [
    'another protocol is listened on',
    'tcp ESTABLISHED 10.0.0.5:50053 10.0.0.9:50000',
    'outbound',
    socket('udp UNCONN 0.0.0.0:50053'),
  ],
  [
    'a dual-stack listener takes IPv4',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'inbound',
    socket('tcp LISTEN [::]:50022'),
  ],
  [
    'a listener for IPv6 alone takes no IPv4',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'outbound',
    onlyIPv6('tcp LISTEN [::]:50022'),
  ],
  [
    'a listener for IPv6 alone takes IPv6',
    'tcp ESTABLISHED [fd00::5]:50022 [fd00::9]:50000',
    'inbound',
    onlyIPv6('tcp LISTEN [::]:50022'),
  ],
  [
    'a listener for IPv4 takes no IPv6',
    'tcp ESTABLISHED [fd00::5]:50022 [fd00::9]:50000',
    'outbound',
    socket('tcp LISTEN 0.0.0.0:50022'),
  ],
  [
    'v4-mapped, what a dual-stack listener accepted',
    'tcp ESTABLISHED [::ffff:10.0.0.5]:50022 [::ffff:10.0.0.9]:50000',
    'inbound',
    socket('tcp LISTEN [::]:50022'),
  ],
  [
    'v4-mapped, what an IPv4 listener took',
    'tcp ESTABLISHED [::ffff:10.0.0.5]:50022 [::ffff:10.0.0.9]:50000',
    'inbound',
    socket('tcp LISTEN 0.0.0.0:50022'),
  ],
  [
    'a listener on a v4-mapped address takes that address',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'inbound',
    socket('tcp LISTEN [::ffff:10.0.0.5]:50022'),
  ],
  [
    'a listener on the v4-mapped any address takes IPv4',
    'tcp ESTABLISHED [::ffff:10.0.0.5]:50022 [::ffff:10.0.0.9]:50000',
    'inbound',
    socket('tcp LISTEN [::ffff:0.0.0.0]:50022'),
  ],
  [
    'UDP without a peer counts as a listener',
    'udp ESTABLISHED 10.0.0.5:50053 10.0.0.9:50000',
    'inbound',
    socket('udp UNCONN 0.0.0.0:50053'),
  ],
  [
    'TCP that is bound and not listening is no listener',
    'tcp ESTABLISHED 10.0.0.5:50022 10.0.0.9:50000',
    'outbound',
    socket('tcp CLOSE 0.0.0.0:50022'),
  ],
];

for (const [why, text, direction, ...others] of directions) {
  test(`${text} is ${direction}${others.length > 0 ? ` beside ${others[0]?.key}` : ''}: ${why}`, () => {
    assert.equal(assessedRow(socket(text), ...others).direction, direction);
  });
}

test("the port that tells the service is the peer's of what goes out, else the local one", () => {
  const out = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'));
  assert.deepEqual([out.servicePort, out.service], [443, 'https']);
  const into = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:22 203.0.113.9:50000'), socket('tcp LISTEN 0.0.0.0:22'));
  assert.deepEqual([into.servicePort, into.service], [22, 'ssh']);
  const unregistered = assessedRow(socket('udp UNCONN 0.0.0.0:38142'));
  assert.deepEqual([unregistered.servicePort, unregistered.service], [38142, null]);
  const raw = assessedRow(socket('raw ESTABLISHED 10.0.0.5:1 203.0.113.9:0'));
  assert.deepEqual([raw.direction, raw.servicePort, raw.service], ['outbound', 1, 'icmp'], 'a protocol, of no peer');
});

const loopbacks: readonly (readonly [text: string, local: boolean, peer: boolean])[] = [
  ['tcp LISTEN 127.0.0.1:631', true, false],
  ['tcp LISTEN localhost:631', true, false],
  ['udp UNCONN [fe80::1%lo]:9999', true, false],
  ['udp UNCONN 0.0.0.0%lo:9999', true, false],
  ['tcp LISTEN 0.0.0.0:631', false, false],
  ['tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:631', true, true],
  ['tcp ESTABLISHED [::ffff:127.0.0.1]:40000 [::ffff:127.0.0.1]:631', true, true],
  ['tcp ESTABLISHED 127.0.0.1:40000 10.0.0.5:631', true, false],
  ['tcp ESTABLISHED 10.0.0.5:40000 127.0.0.1:631', false, true],
];

for (const [text, local, peer] of loopbacks) {
  test(`${text}: its local end is ${local ? '' : 'not '}on loopback, its peer is ${peer ? '' : 'not'}`, () => {
    const row = assessedRow(socket(text));
    assert.deepEqual([row.loopback, row.peerLoopback], [local, peer]);
  });
}

const stacks: readonly (readonly [why: string, listener: Socket, dual: boolean, ...others: readonly Socket[]])[] = [
  ['`::` alone takes IPv4 too', socket('tcp LISTEN [::]:80'), true],
  [
    '`::` beside an IPv4 listener on the port does not',
    socket('tcp LISTEN [::]:80'),
    false,
    socket('tcp LISTEN 0.0.0.0:80'),
  ],
  [
    'an IPv4 listener on another port does not matter',
    socket('tcp LISTEN [::]:80'),
    true,
    socket('tcp LISTEN 0.0.0.0:81'),
  ],
  [
    '`::` that is known to take IPv4 does so beside an IPv4 listener (SO_REUSEPORT)',
    socket('udp UNCONN [::]:5353', unseen, {v6only: false}),
    true,
    socket('udp UNCONN 0.0.0.0:5353'),
  ],
  ['`::` with IPV6_V6ONLY does not', onlyIPv6('tcp LISTEN [::]:80'), false],
  ['an address is of one family', socket('tcp LISTEN [fd00::5]:80'), false],
  ['`0.0.0.0` is IPv4', socket('tcp LISTEN 0.0.0.0:80'), false],
];

for (const [why, listener, dual, ...others] of stacks) {
  test(`dual stack: ${why}`, () => assert.equal(assessedRow(listener, ...others).dualStack, dual));
}
