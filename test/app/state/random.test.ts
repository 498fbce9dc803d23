import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {bindings} from '../../../source/app/keys/bindings.ts';
import {buildList} from '../../../source/app/state/build-list.ts';
import type {Effect} from '../../../source/app/state/event.ts';
import {listFrame, pageFrame} from '../../../source/app/state/frame.ts';
import {linesOf} from '../../../source/app/state/line-index.ts';
import {firstLine} from '../../../source/app/state/scroll.ts';
import type {ListState, State} from '../../../source/app/state/state.ts';
import {isAlike, type TableLine} from '../../../source/app/table/alike.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {measurePage} from '../../../source/screens/page.ts';
import {assessAllNow, owner, socket} from '../../helpers/build.ts';
import {
  exampleLoad,
  exampleSnapshot,
  exampleSockets,
  exampleState,
  type TestEvent,
  update,
} from '../../helpers/example-host.ts';
import {inspection} from '../../helpers/example-inspection.ts';
import {press} from '../../helpers/listing.ts';

const actions = [...new Set(bindings.map(({action}) => action))];

/** Connections to two listeners, and from one program to one port, which fold in a compact list. */
const server = owner('/usr/sbin/sshd');
const tcp = {rttMs: 1, retransmits: 0, bytesSent: 1, bytesReceived: 1};
const alikeSockets: readonly Socket[] = [
  ...Array.from({length: 12}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:${index % 2 ? 22 : 8080} 203.0.113.${index % 5}:${50_000 + index}`, server, {tcp}),
  ),
  ...Array.from({length: 6}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:${51_100 + index} 203.0.113.9:443`, server),
  ),
];

const anyLook = (hosts: readonly Socket[]) =>
  fc.tuple(fc.shuffledSubarray([...hosts]), fc.nat(3), fc.nat(1e6)).map(([sockets, closing, later]): TestEvent => {
    const moved = sockets.map((each, index) => (index < closing ? {...each, state: 'TIME_WAIT' as const} : each));
    return {type: 'polled', snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, sockets: moved}};
  });

/** Polls that find nothing else than the one before, as a rule: another time, or traffic alone. */
const sameLook = (hosts: readonly Socket[]) =>
  fc.tuple(fc.boolean(), fc.nat(1e6)).map(([moves, later]): TestEvent => {
    const sockets = hosts.map(each =>
      each.tcp && moves ? {...each, tcp: {...each.tcp, bytesSent: each.tcp.bytesSent + later}} : each,
    );
    return {type: 'polled', snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, sockets}};
  });

const anyEvent = (hosts: readonly Socket[], usual: readonly Action[]): fc.Arbitrary<TestEvent> =>
  fc.oneof(
    {weight: 8, arbitrary: fc.constantFrom<Action>(...actions).map((action): TestEvent => ({type: 'action', action}))},
    {weight: usual.length, arbitrary: fc.constantFrom(...usual).map((action): TestEvent => ({type: 'action', action}))},
    {weight: 3, arbitrary: anyLook(hosts)},
    {weight: 3, arbitrary: sameLook(hosts)},
    fc
      .constantFrom('p', ':', '2', ' ', 'is:new', 'port:22|', '/', '!', '東', '🎉', 'listen')
      .map((text): TestEvent => ({type: 'typed', text})),
    fc.constant<TestEvent>({type: 'notified', notice: trusted('wrote a file')}),
    fc.constantFrom(null, trusted('no pager')).map((notice): TestEvent => ({type: 'paged', notice})),
    fc.constant<TestEvent>({type: 'poll-failed', message: trusted('no'), at: exampleSnapshot.takenAt}),
    fc
      .constantFrom(...exampleSockets)
      .map((each): TestEvent => ({type: 'inspected', inspection: inspection({socketKey: each.key})})),
    fc
      .record({columns: fc.integer({min: 1, max: 200}), rows: fc.integer({min: 1, max: 60})})
      .map((size): TestEvent => ({type: 'resized', size})),
    fc.nat().map((now): TestEvent => ({type: 'ticked', now})),
    fc.constant<TestEvent>({type: 'os-named', name: trusted('Debian')}),
    fc.constant<TestEvent>({type: 'host-load-read', load: exampleLoad}),
  );

const effectTypes: Readonly<Record<Effect['type'], true>> = {
  poll: true,
  'build-list': true,
  'make-texts': true,
  'set-paused': true,
  inspect: true,
  'stop-inspecting': true,
  copy: true,
  export: true,
  'find-names': true,
  'page-lsof': true,
  'stop-paging': true,
  'end-owner': true,
  'close-connection': true,
  accept: true,
  withdraw: true,
  bell: true,
  redraw: true,
  suspend: true,
  quit: true,
};

const outcomeOf = ({socket, direction, servicePort, assessment: {verdict, rule, why}}: AssessedSocket) => [
  socket,
  direction,
  servicePort,
  verdict,
  rule.id,
  why,
];

const lineShown = (line: TableLine) =>
  isAlike(line)
    ? {...line, first: line.first.socket.key, rows: line.rows.map(({socket: {key}}) => key)}
    : line.socket.key;

/** What a poll shows, whichever way it was put in order. */
const shownBy = ({groups, summary, hiddenLoopback, countBeforeFilter}: ListState) => [
  groups.map(({id, rows, counts, lines}) => [id, counts, rows.map(({socket: {key}}) => key), lines.map(lineShown)]),
  summary,
  hiddenLoopback,
  countBeforeFilter,
];

/** What is so after every event. */
function check(state: State, effects: readonly Effect[]): void {
  const lines = linesOf(state);
  const {body} = listFrame(state.size);
  if (lines.length === 0) assert.equal(state.cursor, null);
  else {
    assert.ok(state.cursor && lines.indexOf(state.cursor) >= 0, 'the cursor is in the list');
    const row = lines.indexOf(state.cursor) - state.top;
    assert.ok(row >= 0 && row < Math.max(1, body), 'the cursor is on the screen');
  }
  assert.ok(state.top >= 0 && state.top <= Math.max(0, lines.length - body), 'no lines past the end');
  const room = pageFrame(state.size).body;
  if ('scroll' in state.mode) {
    const metrics = measurePage(state);
    const scroll = firstLine(state.mode.scroll, metrics, room);
    assert.ok(scroll >= 0 && scroll <= Math.max(0, metrics.height - room));
    assert.ok(metrics.height > 0, 'the text on top was measured');
  }
  const {text, query, error} = state.filter;
  if (state.mode.at === 'filter') {
    assert.ok(text.slice(0, state.mode.caret).isWellFormed(), 'the caret stands between characters');
    assert.ok(state.mode.caret <= text.length);
  } else assert.deepEqual([text, error], [query.text, null], 'what is kept is in force');
  if (state.list) {
    const {snapshot, assessed} = state.list;
    const {opened} = assessed.delta;
    assert.equal(opened.length, 0, 'the list keeps no delta');
    const anew = assessAllNow(snapshot.sockets, state.settings.nameOf);
    const listenersOf = (row: AssessedSocket | undefined): string => `${row?.cameInTo.map(({key}) => key)}`;
    // A connection keeps its direction and its listener when that goes or another one comes, and one that closes keeps
    // what it was.
    const isRemembered = (row: AssessedSocket, index: number): boolean =>
      row.formerOwner !== null ||
      row.direction !== anew.rows[index]?.direction ||
      listenersOf(row) !== listenersOf(anew.rows[index]);
    const kept = assessed.rows.map((row, index) => (isRemembered(row, index) ? null : outcomeOf(row)));
    const fresh = anew.rows.map((row, index) => (kept[index] === null ? null : outcomeOf(row)));
    assert.deepEqual(kept, fresh, 'as assessed without the poll before');
    assert.deepEqual(shownBy(state.list), shownBy(finish(buildList({...state, list: null}, snapshot, assessed))));
  }
  for (const effect of effects) {
    assert.ok(effectTypes[effect.type]);
    if (effect.type === 'set-paused') assert.equal(effect.paused, state.pausedAt !== null);
    if (effect.type === 'inspect' && state.mode.at === 'detail') assert.equal(effect.socket, state.mode.row.socket);
  }
}

/** What is so of a compact list besides. */
function checkLines({list, track, cursor, unfolded}: State): void {
  const rate = ({socket: {key}}: AssessedSocket, way: 'received' | 'sent'): number =>
    track.active.has(key) ? (track.seen.get(key)?.rates?.[way] ?? 0) : 0;
  for (const {lines, rows} of list?.groups ?? []) {
    assert.deepEqual(new Set(lines.flatMap(line => (isAlike(line) ? line.rows : [line]))), new Set(rows));
    for (const {id, rows: folded, traffic} of lines.filter(isAlike)) {
      assert.equal(
        new Set(folded.map(row => list?.recentlyClosed.has(row))).size,
        1,
        'what closed is a line of its own',
      );
      for (const way of ['received', 'sent'] as const) {
        assert.ok(Math.abs(traffic[way] - folded.reduce((sum, row) => sum + rate(row, way), 0)) < 1e-6);
      }
      assert.ok(folded.every(({assessment}) => assessment.verdict !== 'suspect'));
      assert.ok(
        folded.every(row => !track.marked.has(row)),
        'what is new or changed is not folded',
      );
      const isHidden = cursor && 'socket' in cursor && folded.some(({socket: {key}}) => key === cursor.socket);
      assert.ok(!isHidden || unfolded.has(id), 'the cursor is not under a folded line');
    }
  }
}

/** Actions that put the list in another form. */
const rearranging = new Set<Action>([
  ...(['compact', 'fold', 'unfold', 'fold-all', 'regroup', 'regroup-back'] as const),
  ...(['next-sort', 'previous-sort', 'reverse-sort', 'loopback', 'tcp', 'udp'] as const),
]);

/** The cursor stays with its socket while that is in the list: on its row, or on the line or heading that covers it. */
function checkCursor(before: State, event: TestEvent, {list, cursor, folded}: State): void {
  const isMove = event.type === 'action' && !rearranging.has(event.action);
  if (isMove || event.type === 'typed' || !before.isTouched || !before.cursor || !('socket' in before.cursor)) return;
  const {socket: key} = before.cursor;
  const group = list?.groups.find(({rows}) => rows.some(row => row.socket.key === key));
  if (!group || !cursor) return;
  if ('socket' in cursor) assert.equal(cursor.socket, key);
  else if ('group' in cursor) assert.ok(cursor.group === group.id && folded.has(group.id));
  else assert.ok(group.alikes.some(({id, rows}) => id === cursor.alike && rows.some(row => row.socket.key === key)));
}

const hosts = [
  ['', exampleSockets, false, ['next']],
  [
    ', of a compact list',
    [...exampleSockets.filter((_, index) => index % 6 === 0), ...alikeSockets],
    true,
    ['fold', 'unfold', 'open', 'next', 'compact'],
  ],
] as const;

for (const [where, sockets, compact, usual] of hosts) {
  test(`after any events in any order${where}, the cursor is on the screen and nothing is past the end`, () => {
    fc.assert(
      fc.property(fc.array(anyEvent(sockets, usual), {maxLength: 40}), events => {
        let state = exampleState({columns: 80, rows: 24}, sockets);
        if (compact) state = press(state, 'compact');
        for (const event of events) {
          const [next, effects] = update(state, event);
          check(next, effects);
          checkLines(next);
          checkCursor(state, event, next);
          state = next;
        }
      }),
      {numRuns: 150},
    );
  });
}
