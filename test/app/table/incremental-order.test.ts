import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {columnIds} from '../../../source/app/table/column-widths.ts';
import {compareRows} from '../../../source/app/table/group-rows.ts';
import {incrementalOrder} from '../../../source/app/table/incremental-order.ts';
import {compareBy, type Sort, sortRows} from '../../../source/app/table/sort.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';
import {cellOptionsOf, exampleSockets} from '../../helpers/example-host.ts';

const holders: readonly Owner[] = [hidden('needs-root'), owner('/usr/sbin/sshd'), owner('/tmp/x')];

/** Sockets of one poll: some of a few, in any order, each in a state and held by somebody. */
const anyLook = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.boolean(), fc.constantFrom(...holders), fc.nat(2)), {
    selector: ([number]) => number,
    maxLength: 20,
  })
  .map(all =>
    all.map(([number, isClosing, holder, queue]): Socket => {
      const state = isClosing ? 'TIME_WAIT' : 'ESTABLISHED';
      const changes = {key: `socket ${number}`, recvQueue: queue};
      return socket(`tcp ${state} 10.0.0.5:${number % 7} 203.0.113.${number % 3}:${number}`, holder, changes);
    }),
  );

const anySort = fc.option(fc.record<Sort>({column: fc.constantFrom(...columnIds), reversed: fc.boolean()}));
const options = cellOptionsOf();

test('ordered incrementally from poll to poll, rows are in the order of a full sort', () => {
  fc.assert(
    fc.property(fc.array(anyLook, {maxLength: 5}), anySort, (polls, sort) => {
      const compare = compareBy(sort, options);
      let assessed = assessAllNow([], nameOf);
      let ordered: readonly AssessedSocket[] = [];
      for (const sockets of polls) {
        assessed = assessAllNow(sockets, nameOf, assessed);
        ordered = finish(incrementalOrder(ordered, assessed.delta, compare));
        assert.deepEqual(ordered, assessed.rows.toSorted(compare));
      }
    }),
    {numRuns: 300},
  );
});

test('a poll without changes returns the same list object', () => {
  const first = assessAllNow(exampleSockets, nameOf);
  const ordered = first.rows.toSorted(compareRows);
  assert.equal(
    finish(incrementalOrder(ordered, assessAllNow(exampleSockets, nameOf, first).delta, compareRows)),
    ordered,
  );
});

test('sorted by any column in steps, rows are in the order of the comparison', () => {
  const {rows} = assessAllNow(exampleSockets, nameOf);
  for (const column of [null, ...columnIds]) {
    for (const reversed of [false, true]) {
      const sort = column === null ? null : {column, reversed};
      const expected = rows.toSorted(compareBy(sort, options));
      assert.deepEqual(finish(sortRows(rows.toReversed(), sort, options)), expected);
    }
  }
});
