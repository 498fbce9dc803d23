import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Action} from '../../source/keys/action.ts';
import {bindings} from '../../source/keys/bindings.ts';
import {own} from '../../source/model/text.ts';
import {contentHeight} from '../../source/pages/content.ts';
import {scrollOf, sectionsOf} from '../../source/state/detail.ts';
import type {Effect, Event} from '../../source/state/event.ts';
import {listFrame, pageFrame} from '../../source/state/frame.ts';
import {helpPage} from '../../source/state/help.ts';
import {linesOf} from '../../source/state/list.ts';
import type {State} from '../../source/state/state.ts';
import {update} from '../../source/state/update.ts';
import {exampleLoad, exampleSnapshot, exampleSockets, exampleState} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';

const actions = [...new Set(bindings.map(({action}) => action))];

const anyLook = fc
  .tuple(fc.shuffledSubarray([...exampleSockets]), fc.nat(3), fc.nat(1e6))
  .map(([sockets, closing, later]): Event => {
    const moved = sockets.map((each, index) => (index < closing ? {...each, state: 'TIME_WAIT' as const} : each));
    return {type: 'looked', snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + later, sockets: moved}};
  });

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {weight: 8, arbitrary: fc.constantFrom<Action>(...actions).map((action): Event => ({type: 'action', action}))},
  {weight: 3, arbitrary: anyLook},
  fc.constant<Event>({type: 'look-failed', message: own('no'), at: exampleSnapshot.takenAt}),
  fc
    .constantFrom(...exampleSockets)
    .map((each): Event => ({type: 'inspected', inspection: inspection({socketKey: each.key})})),
  fc
    .record({columns: fc.integer({min: 1, max: 200}), rows: fc.integer({min: 1, max: 60})})
    .map((size): Event => ({type: 'resized', size})),
  fc.nat().map((now): Event => ({type: 'ticked', now})),
  fc.constant<Event>({type: 'os-named', name: own('Debian')}),
  fc.constant<Event>({type: 'loaded', load: exampleLoad}),
);

const effectTypes: readonly Effect['type'][] = [
  'look',
  'set-paused',
  'inspect',
  'stop-inspecting',
  'redraw',
  'suspend',
  'quit',
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
  if (state.mode.at === 'detail') {
    const scroll = scrollOf(state, state.mode);
    assert.ok(scroll >= 0 && scroll <= Math.max(0, contentHeight(sectionsOf(state, state.mode)) - room));
  }
  if (state.mode.at === 'help') {
    const {scroll, lines: text} = helpPage(state, state.mode);
    assert.ok(scroll >= 0 && scroll <= Math.max(0, text.length - room));
  }
  for (const effect of effects) {
    assert.ok(effectTypes.includes(effect.type));
    if (effect.type === 'set-paused') assert.equal(effect.paused, state.pausedAt !== null);
    if (effect.type === 'inspect' && state.mode.at === 'detail') assert.equal(effect.socket, state.mode.row.socket);
  }
}

test('whatever happens in whatever order, the cursor is on the screen and nothing is past the end', () => {
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
