import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {compareRows, type Group, groupRows, usualOrderNumber} from '../../../source/app/table/group-rows.ts';
import {byState} from '../../../source/app/table/groupings.ts';
import {type Socket, socketStates} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';
import {exampleSockets} from '../../helpers/example-host.ts';

const assessedRows = (sockets: readonly Socket[]): readonly AssessedSocket[] => assessAllNow(sockets, nameOf).rows;
const order = (rows: readonly AssessedSocket[]): readonly Group[] =>
  finish(groupRows(rows.toSorted(compareRows), byState));
const keys = (rows: readonly AssessedSocket[]): readonly string[] => rows.map(row => row.socket.key);

test('groups are in the order of the states, and none is empty', () => {
  const groups = order(assessedRows(exampleSockets.toReversed()));
  const states = groups.map(({id}) => id);
  assert.deepEqual(
    states,
    socketStates.filter(state => exampleSockets.some(each => each.state === state)),
  );
  assert.deepEqual(order([]), []);
  assert.equal(
    groups.reduce((sum, {rows}) => sum + rows.length, 0),
    exampleSockets.length,
  );
});

test('a group counts its verdicts; worst rows come first, then lower service ports', () => {
  const [group] = order(
    assessedRows([
      socket('tcp LISTEN 127.0.0.1:5432'),
      socket('tcp LISTEN 0.0.0.0:8080'),
      socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc')),
      socket('tcp LISTEN 127.0.0.1:631'),
      socket('tcp LISTEN 0.0.0.0:80'),
    ]),
  );
  assert.deepEqual(group?.counts, {explained: 2, accepted: 0, learn: 2, suspect: 1});
  assert.deepEqual(group && keys(group.rows).map(key => key.split(':')[1]), ['22', '80', '8080', '631', '5432']);
});

test('the order of the rows does not depend on the order in which the sockets came', () => {
  const sorted = order(assessedRows(exampleSockets)).map(({rows}) => keys(rows));
  fc.assert(
    fc.property(fc.shuffledSubarray([...exampleSockets], {minLength: exampleSockets.length}), shuffled => {
      assert.deepEqual(
        order(assessedRows(shuffled)).map(({rows}) => keys(rows)),
        sorted,
      );
    }),
    {numRuns: 20},
  );
});

const addresses = ['10.0.0.5', '[fd00::5]', '0.0.0.0'];
const anySocket = fc
  .record({
    protocol: fc.constantFrom('tcp', 'udp', 'raw'),
    local: fc.constantFrom(...addresses),
    port: fc.constantFrom(22, 51000),
    peer: fc.option(fc.tuple(fc.constantFrom(...addresses), fc.constantFrom(22, 80, 6667))),
    holder: fc.constantFrom(hidden('needs-root'), owner('/usr/bin/nc'), owner('/usr/sbin/sshd')),
    key: fc.nat(3),
  })
  .map(({protocol, local, port, peer, holder, key}) => {
    const ends = peer ? `${local}:${port} ${peer[0]}:${peer[1]}` : `${local}:${port}`;
    const made = socket(`${protocol} ${peer ? 'ESTABLISHED' : 'UNCONN'} ${ends}`, holder);
    return {...made, key: `${made.key} ${key}`};
  });
const threeRows = fc.tuple(anySocket, anySocket, anySocket).map(assessedRows);

test('rows are in a total order: no two sockets are equal, and the order never contradicts itself', () => {
  fc.assert(
    fc.property(threeRows, ([a, b, c]) => {
      assert.ok(a && b && c);
      assert.equal(compareRows(a, a), 0);
      assert.equal(Math.sign(compareRows(a, b)), -Math.sign(compareRows(b, a)) || 0);
      const sameButKey = a.socket.key === b.socket.key && a.assessment.verdict === b.assessment.verdict;
      assert.equal(compareRows(a, b) === 0, sameButKey);
      if (compareRows(a, b) <= 0 && compareRows(b, c) <= 0) assert.ok(compareRows(a, c) <= 0);
      if (usualOrderNumber(a) < usualOrderNumber(b)) assert.ok(compareRows(a, b) < 0, 'the order number agrees');
    }),
    {numRuns: 500},
  );
});
