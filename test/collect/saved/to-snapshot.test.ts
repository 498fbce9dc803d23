import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toSnapshot} from '../../../source/collect/saved/to-snapshot.ts';
import {readFixture, readText} from './helper.ts';

test('a snapshot of saved text says where it is from and when it was read', () => {
  const {takenAt, took, host, source, sockets, problems} = toSnapshot(readFixture('d2-netstat.txt'), 1000, 7);
  assert.deepEqual([takenAt, took, host, source, sockets.length, problems], [1000, 7, 'saved output', 'saved', 8, []]);
});

test('what could not be seen is counted among the problems, unix sockets are not', () => {
  const text =
    'Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n0 0 10.0.0.5:22 10.0.0.9:5555\njunk\nsctp 0 5 *:9 *:*\nu_str 0 5 * 1 * 0\n';
  const {problems} = toSnapshot(readText(text), 0, 0);
  assert.deepEqual(
    problems.map(({kind, count, text: words}) => [kind, count, words]),
    [
      ['unread-lines', 1, '1 line could not be read'],
      ['assumed-states', 1, '1 socket without a state, taken from its peer'],
      ['not-judged-sctp', 1, 'not judged: 1 line of SCTP and DCCP'],
    ],
  );
});
