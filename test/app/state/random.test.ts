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
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {measurePage} from '../../../source/screens/page.ts';
import {assessAllNow} from '../../helpers/build.ts';
import {
  exampleLoad,
  exampleSnapshot,
  exampleSockets,
  exampleState,
  type TestEvent,
  update,
} from '../../helpers/example-host.ts';
import {inspection} from '../../helpers/example-inspection.ts';

const actions = [...new Set(bindings.map(({action}) => action))];

const anyLook = fc
  .tuple(fc.shuffledSubarray([...exampleSockets]), fc.nat(3), fc.nat(1e6))
  .map(([sockets, closing, later]): TestEvent => {
    const moved = sockets.map((each, index) => (index < closing ? {...each, state: 'TIME_WAIT' as const} : each));
    return {type: 'polled', snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, sockets: moved}};
  });

/** Polls that find nothing else than the one before, as a rule: another time, or traffic alone. */
const sameLook = fc.tuple(fc.boolean(), fc.nat(1e6)).map(([moves, later]): TestEvent => {
  const sockets = exampleSockets.map(each =>
    each.tcp && moves ? {...each, tcp: {...each.tcp, bytesSent: each.tcp.bytesSent + later}} : each,
  );
  return {type: 'polled', snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, sockets}};
});

const anyEvent: fc.Arbitrary<TestEvent> = fc.oneof(
  {weight: 8, arbitrary: fc.constantFrom<Action>(...actions).map((action): TestEvent => ({type: 'action', action}))},
  {weight: 3, arbitrary: anyLook},
  {weight: 3, arbitrary: sameLook},
  fc
    .constantFrom('p', ':', '2', ' ', 'is:new', 'port:22|', '/', '!', '東', '🎉', 'listen')
    .map((text): TestEvent => ({type: 'typed', text})),
  fc.constant<TestEvent>({type: 'notified', notice: trusted('wrote a file')}),
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
  'set-paused': true,
  inspect: true,
  'stop-inspecting': true,
  copy: true,
  export: true,
  'find-names': true,
  'page-lsof': true,
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

/** What a poll shows, whichever way it was put in order. */
const shownBy = ({groups, summary, hiddenLoopback, countBeforeFilter}: ListState) => [
  groups.map(({id, rows, counts}) => [id, counts, rows.map(row => row.socket.key)]),
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

test('after any events in any order, the cursor is on the screen and nothing is past the end', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, {maxLength: 40}), events => {
      let state = exampleState({columns: 80, rows: 24});
      for (const event of events) {
        const [next, effects] = update(state, event);
        check(next, effects);
        state = next;
      }
    }),
    {numRuns: 150},
  );
});
