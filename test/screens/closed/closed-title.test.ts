import assert from 'node:assert/strict';
import {test} from 'node:test';
import {closedTitle} from '../../../source/screens/closed/closed-lines.ts';
import {assessedRow, socket} from '../../helpers/build.ts';
import {exampleState} from '../../helpers/example-host.ts';

test('the title of the closed sockets differs when the limit is reached within the hour', () => {
  const state = exampleState({columns: 80, rows: 24});
  const closed = (count: number) =>
    Array.from({length: count}, (_, index) => ({
      row: assessedRow(socket(`tcp ESTABLISHED 10.0.0.5:${20_000 + index} 203.0.113.9:443`)),
      seen: {since: 0, firstPoll: 2, change: null, rates: null},
      at: state.now,
      poll: 3,
    }));
  const titleOf = (count: number): string => closedTitle({...state, track: {...state.track, closed: closed(count)}});
  assert.equal(titleOf(999), 'closed in the last hour');
  assert.equal(titleOf(1000), 'the last 1000 that closed, all within an hour');
});
