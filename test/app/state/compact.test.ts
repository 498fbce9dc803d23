import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readFilter} from '../../../source/app/state/filter-input.ts';
import {type Compact, initialState, noFilter, type State} from '../../../source/app/state/state.ts';
import {isAlike} from '../../../source/app/table/alike.ts';
import {columnIds} from '../../../source/app/table/column-widths.ts';
import type {PlacedBlock} from '../../../source/domain/baseline.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {hidden, ownerOf, process, showAll, socket} from '../../helpers/build.ts';
import {exampleSnapshot, play, settingsOf} from '../../helpers/example-host.ts';
import {cursorOf, listed, poll, press} from '../../helpers/listing.ts';

const nginx = ownerOf(process('/usr/sbin/nginx'));
const listener = socket('tcp LISTEN 10.0.0.5:443', nginx);
const came = (count: number, holder: Owner = nginx): readonly Socket[] =>
  Array.from({length: count}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:443 203.0.113.${index}:${50_000 + index}`, holder),
  );

const listOf = (sockets: readonly Socket[], compact: Compact, rows = 24): State =>
  play(initialState(settingsOf(), {columns: 80, rows}, showAll, exampleSnapshot.takenAt, {compact}), {
    type: 'polled',
    snapshot: {...exampleSnapshot, sockets},
  });

const line = '×3 tcp ESTABLISHED 10.0.0.5:443 203.0.113.0:50000';
const keys = came(3).map(({key}) => key);
const list = listOf([listener, ...came(3)], true);

test('c shows alike sockets as one line, and each again; the cursor stays with its socket', () => {
  const each = listOf([listener, ...came(3)], false);
  assert.deepEqual(listed(each), ['LISTEN', listener.key, 'ESTABLISHED', ...keys]);
  const compact = press(each, 'last', 'compact');
  assert.deepEqual(listed(compact), ['LISTEN', listener.key, 'ESTABLISHED', line]);
  assert.equal(cursorOf(compact), line);
  assert.equal(cursorOf(press(compact, 'compact')), keys[0]);
  assert.deepEqual(listed(press(compact, 'compact')), listed(each));
});

test('right and Enter unfold a line, left folds it from a socket under it, and then the group', () => {
  const unfolded = press(list, 'last', 'unfold');
  assert.deepEqual(listed(unfolded).slice(3), [line, ...keys]);
  assert.deepEqual(listed(press(list, 'last', 'open')), listed(unfolded));
  assert.deepEqual(listed(press(unfolded, 'open')), listed(list));
  const folded = press(unfolded, 'next', 'next', 'fold');
  assert.deepEqual([listed(folded), cursorOf(folded)], [listed(list), line]);
  assert.equal(cursorOf(press(folded, 'fold')), 'ESTABLISHED');
  assert.equal(press(unfolded, 'next', 'open').mode.at, 'detail');
});

test('a key for one socket does nothing on a line of several but to say so', () => {
  for (const action of ['end-owner', 'close-connection', 'copy', 'lsof'] as const) {
    const after = press(list, 'last', action);
    assert.equal(after.mode.at, 'list');
    assert.match(after.notice ?? '', /one socket: → shows/);
  }
});

test('a row that is new has a line of its own until the next poll, and the cursor goes under the line with it', () => {
  const sockets = [listener, ...came(4)];
  const newcomer = sockets.at(-1)?.key ?? '';
  const first = poll(list, sockets);
  assert.deepEqual(listed(first).slice(3), [line, newcomer]);
  const second = poll(press(first, 'last'), sockets, exampleSnapshot.takenAt + 4000);
  assert.deepEqual(listed(second).slice(3), [line.replace('×3', '×4')]);
  assert.equal(cursorOf(second), line.replace('×3', '×4'));
});

test('a list of more than ten screens starts compact, once, and says so; a shorter one, and text, do not', () => {
  const long = listOf([listener, ...came(200)], 'auto');
  assert.deepEqual([long.compact, listed(long).length], [true, 4]);
  assert.match(long.notice ?? '', /^201 sockets in 4 lines: alike ones are one line; → shows them, c each$/);
  assert.equal(poll(press(long, 'next'), [listener, ...came(200)]).notice, null);
  const short = listOf([listener, ...came(100)], 'auto');
  assert.deepEqual([short.compact, short.notice, listed(short).length], [false, null, 103]);
  assert.equal(poll(short, [listener, ...came(300)]).compact, false);
});

test('n goes to a line of sockets to learn about as one step, and to each where it is unfolded', () => {
  const unknown = listOf([...came(3, hidden('needs-root'))], true);
  const at = press(unknown, 'first', 'next-unexplained');
  assert.equal(cursorOf(at), line);
  assert.equal(cursorOf(press(at, 'unfold', 'next-unexplained')), keys[0]);
});

test('a filter keeps what matches under a line', () => {
  const filtered = press(play(press(list, 'filter'), {type: 'typed', text: 'rport:50000-50001'}), 'keep-filter');
  assert.deepEqual(listed(filtered), ['ESTABLISHED', line.replace('×3', '×2')]);
});

const anySocket = fc
  .record({
    port: fc.constantFrom(443, 22, 50_000, 50_001),
    peer: fc.constantFrom('203.0.113.1:443', '203.0.113.2:50002', '10.0.0.9:50003', '127.0.0.1:6667'),
    state: fc.constantFrom('ESTABLISHED', 'TIME_WAIT'),
    holder: fc.constantFrom(nginx, ownerOf(process('/tmp/x')), hidden('needs-root')),
    recvQueue: fc.option(fc.nat(9)),
  })
  .map(({port, peer, state, holder, recvQueue}) =>
    socket(`tcp ${state} 10.0.0.5:${port} ${peer}`, holder, {recvQueue}),
  );

test('the sum under compact lines is the list: every row once, for any sockets, filter, order and grouping', () => {
  fc.assert(
    fc.property(
      fc.array(anySocket, {maxLength: 40}),
      fc.array(anySocket, {maxLength: 40}),
      fc.constantFrom('', 'rport:443', '!dst:203.0.113.1', 'is:new'),
      fc.option(fc.record({column: fc.constantFrom(...columnIds), reversed: fc.boolean()})),
      fc.constantFrom('state', 'verdict', 'process', 'exposure', 'service', 'peer', 'namespace'),
      (before, after, text, sort, grouping) => {
        const keyed = (sockets: readonly Socket[]) =>
          sockets.map((each, index) => ({...each, key: `${each.key} ${index}`}));
        const size = {columns: 200, rows: 24};
        const start = {filter: readFilter(text, noFilter), sort, grouping};
        const lists = [true, false].map(compact => {
          const state = initialState(settingsOf(), size, showAll, exampleSnapshot.takenAt, {...start, compact});
          const polled = play(state, {type: 'polled', snapshot: {...exampleSnapshot, sockets: keyed(before)}});
          return poll(polled, keyed(after)).list?.groups ?? [];
        });
        const [compact = [], each = []] = lists;
        assert.deepEqual(
          compact.map(({id, counts, rows}) => [id, counts, rows.map(row => row.socket.key)]),
          each.map(({id, counts, rows}) => [id, counts, rows.map(row => row.socket.key)]),
        );
        for (const {rows, lines} of compact) {
          const under = lines.flatMap(shown => (isAlike(shown) ? shown.rows : [shown]));
          assert.equal(under.length, rows.length);
          assert.deepEqual(new Set(under), new Set(rows));
          for (const shown of lines) {
            if (!isAlike(shown)) continue;
            assert.ok(shown.rows.every(({assessment}) => assessment.verdict !== 'suspect'));
            const queues = shown.rows.flatMap(row => row.socket.recvQueue ?? []);
            assert.equal(shown.recvQueue, queues.length === 0 ? null : queues.reduce((sum, queue) => sum + queue, 0));
          }
        }
      },
    ),
    {numRuns: 200},
  );
});

test('a socket that is not as the baseline has it never shares a line, also where each shows the same', () => {
  const named = ownerOf(process('/usr/sbin/named'));
  const doubles = [1, 2, 3].map(number => socket('udp UNCONN 10.0.0.5:53', named, {key: `double ${number}`}));
  for (const compact of [true, false]) {
    const list = listOf(doubles, compact);
    assert.deepEqual(listed(list), ['UNCONN', '×3 double 1']);
    // Two polls: what the first of them changes has a mark.
    const polled = (...blocks: readonly PlacedBlock[]): State => {
      const baseline = baselineOf(...blocks);
      const events = [2000, 4000].map(later => ({
        type: 'polled' as const,
        snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, baseline, sockets: doubles},
      }));
      return play(list, ...events);
    };
    const block = listenerBlock(53, {proto: 'udp'});
    assert.deepEqual(listed(polled()), ['UNCONN', 'double 1', 'double 2', 'double 3'], 'new');
    assert.deepEqual(listed(polled({...block, unit: trusted('named.service')})).length, 4, 'drifted');
    assert.deepEqual(listed(polled(block)), ['UNCONN', '×3 double 1'], 'accepted');
  }
});
