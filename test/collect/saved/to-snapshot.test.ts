import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toSnapshot} from '../../../source/collect/saved/to-snapshot.ts';
import {readFixture, readText} from './helper.ts';

test('a snapshot of saved text has its source and the time when it was read', () => {
  const {takenAt, took, host, source, sockets, problems} = toSnapshot(readFixture('d2-netstat.txt'), 1000, 7);
  assert.deepEqual([takenAt, took, host, source, sockets.length, problems], [1000, 7, 'saved output', 'saved', 8, []]);
});

test('unread lines and sockets of other protocols are problems, unix sockets are not', () => {
  const header = 'Recv-Q Send-Q Local Address:Port Peer Address:Port Process';
  const rows = ['0 0 10.0.0.5:22 10.0.0.9:5555', 'junk', 'sctp 0 5 *:9 *:*', 'u_str 0 5 * 1 * 0'];
  const {problems} = toSnapshot(readText([header, ...rows].join('\n')), 0, 0);
  assert.deepEqual(
    problems.map(({kind, count, text: words}) => [kind, count, words]),
    [
      ['unread-lines', 1, '1 line could not be read'],
      ['assumed-states', 1, '1 socket without a state, taken from its peer'],
      ['not-judged-sctp', 1, 'not judged: 1 line of SCTP and DCCP'],
    ],
  );
});
