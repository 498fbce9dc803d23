import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {socketsByProtocol, socketsIn, tablesInUse} from '../../source/linux/socket-counts.ts';

test('sockets in use and in TIME_WAIT count, of every protocol', () => {
  const four = `sockets: used 24
TCP: inuse 17 orphan 2 tw 300 alloc 19 mem 1
UDP: inuse 4 mem 0
UDPLITE: inuse 0
RAW: inuse 1
FRAG: inuse 0 memory 0
`;
  const six = 'TCP6: inuse 20\nUDP6: inuse 3\nUDPLITE6: inuse 0\nRAW6: inuse 0\nFRAG6: inuse 0 memory 0\n';
  assert.equal(socketsIn(four), 322);
  assert.equal(socketsIn(four + six), 345);
});

test('of a system that has no such file there are none', () => assert.equal(socketsIn(''), 0));

test('sockets are counted by protocol, also where a name is longer than its column', () => {
  const text = readFileSync(new URL('../fixtures/procfs/protocols', import.meta.url), 'latin1');
  const counts = socketsByProtocol(text);
  assert.equal(counts.size, text.trim().split('\n').length - 1);
  assert.deepEqual(
    ['TCP', 'MPTCP', 'PING', 'PINGv6', 'UNIX-STREAM', 'UDP-Lite', 'SCTP'].map(name => counts.get(name)),
    [8, 4, 2, 1, 0, 0, undefined],
  );
  for (const other of ['', 'protocol  size sockets\n', 'x\nTCP\nTCP 1\nTCP one 2 3\n']) {
    assert.equal(socketsByProtocol(other).size, 0, other);
  }
});

test('a table is in use by its count, and both of TCP where connections are in TIME_WAIT', () => {
  const four = (tcp: number, waiting: number, udp: number): string =>
    `sockets: used 3\nTCP: inuse ${tcp} orphan 0 tw ${waiting} alloc 9 mem 1\nUDP: inuse ${udp} mem 0\n`;
  const six = (tcp: number, udp: number): string => `TCP6: inuse ${tcp}\nUDP6: inuse ${udp}\n`;
  const shown = (...texts: Parameters<typeof tablesInUse>): string => {
    const {tcp, udp} = tablesInUse(...texts);
    return [tcp[4], tcp[6], udp[4], udp[6]].map(Number).join('');
  };
  assert.equal(shown(four(0, 0, 0), six(0, 0)), '0000');
  assert.equal(shown(four(10, 0, 0), six(0, 0)), '1000');
  assert.equal(shown(four(0, 0, 0), six(1, 2)), '0101');
  assert.equal(shown(four(0, 5, 20), six(0, 0)), '1110');
  assert.equal(shown('', ''), '1111');
});
