import assert from 'node:assert/strict';
import {test} from 'node:test';
import {foldDoubles} from '../../../source/app/table/doubles.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {assessAllNow, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';

const named = ownerOf(process('/usr/sbin/named'));
let number = 0;
const double = (text: string, holder: Owner = named, changes: Partial<Socket> = {}): Socket =>
  socket(text, holder, {key: `${text} ${++number}`, ...changes});

const fold = (sockets: readonly Socket[], isMarked: (key: string) => boolean = () => false) => {
  const {lines, times} = foldDoubles(assessAllNow(sockets, nameOf).rows, row => isMarked(row.socket.key));
  return lines.map(row => times.get(row) ?? 1);
};

const dns = 'udp UNCONN 10.0.0.5:53';

test('sockets of one process that wait at one end are one row', () => {
  assert.deepEqual(fold([double(dns), double(dns), double(dns), double('udp UNCONN 10.0.0.6:53')]), [3, 1]);
});

test('what differs in anything that is shown stays by itself', () => {
  const others = [
    double(dns, owner('/usr/sbin/unbound')),
    double(dns, named, {uid: 53}),
    double('tcp LISTEN 10.0.0.5:53'),
    double('udp UNCONN 10.0.0.5%eth0:53'),
    double('udp UNCONN 10.0.0.5:54'),
  ];
  for (const other of others) assert.deepEqual(fold([double(dns), other]), [1, 1], other.key);
});

test('connections never fold, nor does a row with a mark', () => {
  const connection = 'udp ESTABLISHED 10.0.0.5:53 10.0.0.9:5000';
  assert.deepEqual(fold([double(connection), double(connection)]), [1, 1]);
  const sockets = [double(dns), double(dns), double(dns)];
  assert.deepEqual(
    fold(sockets, key => key === sockets[1]?.key),
    [1, 1, 1],
  );
  assert.deepEqual(
    fold(sockets, key => key === sockets[2]?.key),
    [2, 1],
  );
});
