import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readFilter} from '../../../source/app/state/filter-input.ts';
import {type Compact, initialState, noFilter, type State} from '../../../source/app/state/state.ts';
import {isAlike} from '../../../source/app/table/alike.ts';
import {kindOf} from '../../../source/app/table/alike-kind.ts';
import {columnIds} from '../../../source/app/table/column-widths.ts';
import {toCsv} from '../../../source/app/table/csv.ts';
import type {Group} from '../../../source/app/table/group-rows.ts';
import type {PlacedBlock} from '../../../source/domain/baseline.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {hidden, ownerOf, process, showAll, socket} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';
import {act, exampleSnapshot, play, settingsOf} from '../../helpers/example-host.ts';
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
  assert.equal(long.notice, 'a long list: alike sockets are one line; → shows them, c shows each');
  assert.equal(poll(press(long, 'next'), [listener, ...came(200)]).notice, null);
  const short = listOf([listener, ...came(100)], 'auto');
  assert.deepEqual([short.compact, short.notice, listed(short).length], [false, null, 103]);
  assert.equal(poll(short, [listener, ...came(300)]).compact, false);
});

const pending = hidden('pending');

test('whether a list starts compact is decided once the owners are known, and only then announced', () => {
  const quick = listOf([{...listener, owner: pending}, ...came(200, pending)], 'auto');
  assert.deepEqual([quick.compact, quick.notice, listed(quick).length], ['auto', null, 4]);
  assert.deepEqual(quick, play(quick, {type: 'ticked', now: quick.now}), 'no other list is requested meanwhile');
  const full = poll(quick, [listener, ...came(200)]);
  assert.equal(full.compact, true);
  assert.match(full.notice ?? '', /^a long list/);
});

test('a filter by owner, which at first keeps nothing, does not decide that the list is short', () => {
  const filter = readFilter('proc:nginx', noFilter);
  const size = {columns: 80, rows: 24};
  const start = initialState(settingsOf(), size, showAll, exampleSnapshot.takenAt, {compact: 'auto', filter});
  const quick = play(start, {type: 'polled', snapshot: {...exampleSnapshot, sockets: came(300, pending)}});
  assert.deepEqual(listed(quick), []);
  assert.equal(listed(poll(quick, [listener, ...came(300)])).length, 4);
});

test('a long list in which nothing is alike announces nothing', () => {
  const ports = Array.from({length: 300}, (_, index) => socket(`tcp LISTEN 10.0.0.5:${7000 + index}`, nginx));
  const long = listOf(ports, 'auto');
  assert.deepEqual([long.compact, long.notice, listed(long).length], [true, null, 301]);
  assert.equal(listed(poll(long, [...ports, listener, ...came(3)])).length, 306);
});

test('c before the owners are known chooses the other of what the list shows, for good', () => {
  const sockets = [{...listener, owner: pending}, ...came(200, pending)];
  const each = press(listOf(sockets, 'auto'), 'compact');
  assert.deepEqual([each.compact, listed(each).length], [false, 203]);
  const full = poll(each, [listener, ...came(200)]);
  assert.deepEqual([full.compact, listed(full).length, full.notice], [false, 203, each.notice]);
});

test('an export of a compact list has every socket, folded and unfolded, in JSON and in CSV', () => {
  for (const state of [list, press(list, 'last', 'unfold'), press(list, 'last', 'fold')]) {
    const [, effects] = act(press(state, 'export'), 'export-json');
    const [effect] = effects;
    assert.ok(effect?.type === 'export');
    const {snapshot, rows, summary} = effect;
    const exported = toDocument(snapshot, rows, summary).sockets.map(({key}) => key);
    assert.deepEqual(exported.toSorted(), [listener.key, ...keys].toSorted());
    const ports = toCsv(rows).match(/,203\.0\.113\.\d,5000\d,/g);
    assert.equal(ports?.length, 3);
  }
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
    peer: fc.constantFrom('203.0.113.1:443', '127.0.0.1:443', '203.0.113.2:50002', '10.0.0.9:50003', '127.0.0.1:6667'),
    state: fc.constantFrom('ESTABLISHED', 'TIME_WAIT'),
    holder: fc.constantFrom(nginx, ownerOf(process('/tmp/x')), hidden('needs-root')),
    recvQueue: fc.option(fc.nat(9)),
    mptcp: fc.constantFrom(false, null, true),
    netns: fc.constantFrom(null, {name: trusted('web'), inode: 7}),
  })
  .map(({port, peer, state, holder, ...changes}) => socket(`tcp ${state} 10.0.0.5:${port} ${peer}`, holder, changes));

const rowsOf = ({id, counts, rows}: Group) => [id, counts, rows.map(row => row.socket.key)];

/** Every row of the group is under one line, alike ones under the same, but what is suspect, new or changed. */
function assertFolded({rows, lines}: Group, {track, list: shown}: State): void {
  const isClosed = (row: AssessedSocket): boolean => shown?.recentlyClosed.has(row) ?? false;
  const isAlone = (row: AssessedSocket): boolean => row.assessment.verdict === 'suspect' || track.marked.has(row);
  const kind = (row: AssessedSocket): string => `${isClosed(row)} ${kindOf(row)}`;
  const under = lines.map(each => (isAlike(each) ? each.rows : [each]));
  assert.equal(under.flat().length, rows.length);
  assert.deepEqual(new Set(under.flat()), new Set(rows));
  const kinds = under.map(members => new Set(members.map(kind)));
  assert.ok(
    kinds.every(({size}) => size === 1),
    'a line has one kind',
  );
  const foldable = under.filter(([first]) => first && !isAlone(first)).map(([first]) => first && kind(first));
  assert.equal(new Set(foldable).size, foldable.length, 'a kind has one line');
  for (const each of lines.filter(isAlike)) {
    assert.ok(!each.rows.some(isAlone));
    const queues = each.rows.flatMap(row => row.socket.recvQueue ?? []);
    assert.equal(each.recvQueue, queues.length === 0 ? null : queues.reduce((sum, queue) => sum + queue, 0));
  }
}

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
        const [compact, each] = [true, false].map(isCompact => {
          const begin = {...start, compact: isCompact};
          const state = initialState(settingsOf(), size, showAll, exampleSnapshot.takenAt, begin);
          const polled = play(state, {type: 'polled', snapshot: {...exampleSnapshot, sockets: keyed(before)}});
          return poll(polled, keyed(after));
        });
        assert.ok(compact?.list && each?.list);
        assert.deepEqual(compact.list.groups.map(rowsOf), each.list.groups.map(rowsOf));
        for (const group of compact.list.groups) assertFolded(group, compact);
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
