import assert from 'node:assert/strict';
import {test} from 'node:test';
import {familyProblem} from '../../../source/collect/coverage/family-problem.ts';
import {familyOf, localFamilyOf} from '../../../source/collect/families.ts';
import {sanitize} from '../../../source/domain/text.ts';

const family = (name: string, count: number, ...holders: readonly string[]) => ({
  name: sanitize(name),
  count,
  holders: holders.map(holder => sanitize(holder)),
});

const textOf = (...[listed, held]: Parameters<typeof familyProblem>): string =>
  familyProblem(listed, held)
    .map(({text}) => text)
    .join();

test('there is no problem where there is no such socket', () => assert.equal(textOf([], []), ''));

test('families are named with their number and the processes that hold them', () => {
  assert.equal(
    textOf([], [family('vsock', 1, 'socat'), family('XDP', 1, 'xdpsock'), family('ping', 1, 'ping')]),
    '3 sockets of other kinds not read: vsock 1 (socat), XDP 1 (xdpsock), ping 1 (ping)',
  );
});

test('of what tables and descriptors show of one family the larger number counts', () => {
  assert.equal(textOf([family('ping', 1)], [family('ping', 2, 'a')]), '2 sockets of other kinds not read: ping 2 (a)');
  assert.equal(textOf([family('ping', 3)], [family('ping', 2, 'a')]), '3 sockets of other kinds not read: ping 3 (a)');
  assert.equal(textOf([family('XDP', 1)], []), '1 socket of another kind not read: XDP 1');
});

test('of many holders the first are named', () => {
  assert.match(textOf([], [family('CAN', 9, 'a', 'b', 'c', 'd')]), /: CAN 9 \(a, b, c, …\)$/);
});

test('protocols of the kernel have the names that people know, and new ones their own', () => {
  for (const [protocol, name] of [
    ...[
      ['AF_VSOCK', 'vsock'],
      ['XDP', 'XDP'],
      ['UDP-Lite', 'UDP-Lite'],
    ],
    ...[
      ['UDPLITEv6', 'UDP-Lite'],
      ['SCTPv6', 'SCTP'],
      ['L2CAP', 'Bluetooth'],
      ['CAN_RAW', 'CAN'],
      ['TIPC', 'TIPC'],
      ['PPPOE', 'PPP'],
    ],
    ...['TCP', 'TCPv6', 'UDP', 'RAWv6', 'PACKET', 'UNIX', 'UNIX-STREAM', 'NETLINK', 'MPTCP', 'ALG', 'PINGv6'].map(
      each => [each, null],
    ),
  ] as const) {
    assert.equal(familyOf(protocol ?? ''), name, protocol ?? '');
  }
});

test('protocols that never leave the machine have names of their own', () => {
  assert.deepEqual(['UNIX', 'UNIX-STREAM', 'NETLINK'].map(localFamilyOf), ['UNIX', 'UNIX', 'netlink']);
  assert.deepEqual(['TCP', 'XDP', 'constructor'].map(localFamilyOf), [null, null, null]);
});
