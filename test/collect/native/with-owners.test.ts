import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withOwners} from '../../../source/collect/native/with-owners.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {hidden, ownerOf, process, socket} from '../../helpers/build.ts';

const nobody = hidden('not-collected');
const heldBy = (...pids: readonly number[]): Owner => ownerOf(...pids.map(pid => process(`/bin/p${pid}`, {pid})));
const shown = (owner: Owner): string =>
  owner.known ? owner.value.map(({process: {pid, name}}) => `${name}/${pid}`).join(' ') : owner.why;

const port22 = (owner: Owner) => socket('tcp LISTEN 0.0.0.0:22', owner);
const mdns = (owner: Owner) => socket('udp UNCONN 0.0.0.0:5353', owner);

test('a socket gets every process that the other table names for its ends', () => {
  const told = [port22(heldBy(7, 8)), socket('tcp LISTEN [::]:22', heldBy(9))];
  assert.deepEqual(
    withOwners([port22(nobody)], told, true).map(({owner}) => shown(owner)),
    ['p7/7 p8/8'],
  );
});

test('the process of the first table stays, with the facts of the other where both name it', () => {
  const mine = ownerOf(process('/bin/cut', {pid: 7}));
  assert.deepEqual(
    withOwners([port22(mine)], [port22(heldBy(7))], true).map(({owner}) => shown(owner)),
    ['p7/7'],
  );
  assert.deepEqual(
    withOwners([port22(mine)], [port22(heldBy(8))], true).map(({owner}) => shown(owner)),
    ['cut/7 p8/8'],
  );
  assert.deepEqual(
    withOwners([port22(mine)], [], true).map(({owner}) => shown(owner)),
    ['cut/7'],
  );
});

test('sockets that share their ends get one owner each where the tables agree on how many they are, else all', () => {
  const owners = (count: number): readonly string[] =>
    withOwners(
      Array.from({length: count}, () => mdns(nobody)),
      [mdns(heldBy(1)), mdns(heldBy(2))],
      true,
    ).map(({owner}) => shown(owner));
  assert.deepEqual(owners(2), ['p1/1', 'p2/2']);
  assert.deepEqual(owners(3), Array<string>(3).fill('p1/1 p2/2'));
  const named = [mdns(heldBy(2)), mdns(heldBy(1))];
  assert.deepEqual(
    withOwners(named, [mdns(heldBy(1)), mdns(heldBy(2))], true).map(({owner}) => shown(owner)),
    ['p2/2', 'p1/1'],
  );
});

test('an owner that no table has needs root where other users are hidden, and is closing in closing states', () => {
  const closing = socket('tcp FIN_WAIT2 10.0.0.5:50000 10.0.0.9:80', nobody);
  const waiting = socket('tcp TIME_WAIT 10.0.0.5:50001 10.0.0.9:80', hidden('closing'));
  const why = (seesAll: boolean): readonly string[] =>
    withOwners([port22(nobody), closing, waiting], [], seesAll).map(({owner}) => shown(owner));
  assert.deepEqual(why(true), ['not-collected', 'closing', 'closing']);
  assert.deepEqual(why(false), ['needs-root', 'needs-root', 'closing']);
});

test('a connection in TIME_WAIT is given no owner, whoever listens on its port', () => {
  const waiting = socket('tcp TIME_WAIT 10.0.0.5:80 10.0.0.9:50000', hidden('closing'));
  const told = [socket('tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:50000', heldBy(3))];
  assert.deepEqual(
    withOwners([waiting], told, true).map(({owner}) => shown(owner)),
    ['closing'],
  );
});

test('the interface that the BSDs keep within a link-local address is no part of it', () => {
  const told = [socket('udp UNCONN [fe80:1::1]:123', heldBy(5))];
  const mine = [socket('udp UNCONN [fe80::1%lo0]:123', nobody)];
  assert.deepEqual(
    withOwners(mine, told, true).map(({owner}) => shown(owner)),
    ['p5/5'],
  );
});
