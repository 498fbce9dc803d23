import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {buildList} from '../../../source/app/state/build-list.ts';
import type {Event} from '../../../source/app/state/event.ts';
import {cursorLine} from '../../../source/app/state/list-lines.ts';
import type {State} from '../../../source/app/state/state.ts';
import {lineText} from '../../../source/domain/line.ts';
import {finish} from '../../../source/domain/task.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {hidden, socket} from '../../helpers/build.ts';
import {exampleSnapshot, exampleState, play, update} from '../../helpers/example-host.ts';

/** More than are arranged at once. */
const sockets = Array.from({length: 3100}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:${20_000 + index} 203.0.113.${index % 200}:443`, hidden('needs-root'), {
    recvQueue: index % 7,
  }),
);
const before = exampleState({columns: 160, rows: 12}, sockets);

const press = (...actions: readonly Action[]): readonly Event[] => actions.map(action => ({type: 'action', action}));
const type = (text: string): Event => ({type: 'typed', text});
const asksToArrange = (state: State, event: Event): boolean =>
  update(state, event)[1].some(effect => effect.type === 'build-list');

/** The list that is asked for, as the runtime brings it. */
function arranged(state: State): Event {
  assert.ok(state.list);
  return {type: 'list-built', list: finish(buildList(state, state.list.snapshot, state.list.assessed))};
}

const header = (state: State): string => toScreen(state).above.map(lineText).join('\n');

const changes: Readonly<Record<string, readonly Event[]>> = {
  sorting: press('next-sort'),
  grouping: press('regroup'),
  'hiding loopback': press('loopback'),
  filtering: [...press('filter'), type('443')],
};

for (const [what, events] of Object.entries(changes)) {
  test(`${what} many sockets is left to the runtime; the list and what stands above it stay until then`, () => {
    const last = events.at(-1);
    assert.ok(last);
    const ready = play(before, ...events.slice(0, -1));
    assert.ok(asksToArrange(ready, last));
    const asked = play(ready, last);
    assert.equal(asked.list, before.list);
    assert.equal(header(asked), header(before));
    const after = play(asked, arranged(asked));
    assert.notEqual(after.list, before.list);
    assert.ok(!asksToArrange(after, {type: 'ticked', now: after.now}));
  });
}

test('a list that was asked for before the last key is not taken, and asked for again', () => {
  const sorted = play(before, ...press('next-sort'));
  const again = play(sorted, ...press('next-sort'));
  assert.equal(play(again, arranged(sorted)).list, before.list);
  assert.ok(asksToArrange(again, arranged(sorted)));
});

test('a list of the look before is not taken', () => {
  const asked = play(before, ...press('next-sort'));
  const late = arranged(asked);
  const looked = play(asked, {type: 'polled', snapshot: {...exampleSnapshot, sockets: sockets.slice(1)}});
  assert.equal(play(looked, late), looked);
  assert.ok(!asksToArrange(looked, late), 'a look is arranged as it was asked for meanwhile');
});

test('the cursor stays on its socket, and comes back to it from a filter that did not keep it', () => {
  const start = play(before, ...press('page-down', 'page-down', 'filter'), type('"203.0.113.9:"'));
  const kept = cursorLine(before)?.row;
  assert.ok(kept);
  const filtered = play(start, arranged(start));
  assert.equal(filtered.list?.summary.sockets, 16);
  assert.notDeepEqual(filtered.cursor, start.cursor);
  const back = play(filtered, ...press('escape'));
  const restored = play(back, arranged(back));
  assert.deepEqual(restored.cursor, start.cursor);
  assert.equal(restored.list?.summary.sockets, sockets.length);
});

test('a first letter that may begin a field leaves the list as it is', () => {
  const typing = play(before, ...press('filter'));
  assert.ok(!asksToArrange(typing, type('p')));
});
