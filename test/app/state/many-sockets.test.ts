import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {buildList, makeTexts} from '../../../source/app/state/build-list.ts';
import type {Event} from '../../../source/app/state/event.ts';
import {cursorLine} from '../../../source/app/state/list-lines.ts';
import type {State} from '../../../source/app/state/state.ts';
import {compareRows} from '../../../source/app/table/group-rows.ts';
import {compareBy} from '../../../source/app/table/sort.ts';
import {lineText} from '../../../source/domain/line.ts';
import {finish} from '../../../source/domain/task.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {hidden, socket} from '../../helpers/build.ts';
import {cellOptionsOf, exampleSnapshot, exampleState, play, update} from '../../helpers/example-host.ts';

/** More sockets than `update` builds a list for. */
const sockets = Array.from({length: 3100}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:${20_000 + index} 203.0.113.${index % 200}:443`, hidden('needs-root'), {
    recvQueue: index % 7,
  }),
);
const before = exampleState({columns: 160, rows: 12}, sockets);

const press = (...actions: readonly Action[]): readonly Event[] => actions.map(action => ({type: 'action', action}));
const type = (text: string): Event => ({type: 'typed', text});
const requestsBuild = (state: State, event: Event): boolean =>
  update(state, event)[1].some(effect => effect.type === 'build-list');

/** The list that is requested for, as the runtime brings it. */
function builtList(state: State): Event {
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
  test(`${what} many sockets is left to an effect; the list and the header stay until its result`, () => {
    const last = events.at(-1);
    assert.ok(last);
    const ready = play(before, ...events.slice(0, -1));
    assert.ok(requestsBuild(ready, last));
    const requested = play(ready, last);
    assert.equal(requested.list, before.list);
    assert.equal(header(requested), header(before));
    const after = play(requested, builtList(requested));
    assert.notEqual(after.list, before.list);
    assert.ok(!requestsBuild(after, {type: 'ticked', now: after.now}));
  });
}

test('a list that was requested before the last key is not taken, and requested again', () => {
  const sorted = play(before, ...press('next-sort'));
  const again = play(sorted, ...press('next-sort'));
  assert.equal(play(again, builtList(sorted)).list, before.list);
  assert.ok(requestsBuild(again, builtList(sorted)));
});

test('a list of the poll before is not taken', () => {
  const requested = play(before, ...press('next-sort'));
  const late = builtList(requested);
  const polled = play(requested, {type: 'polled', snapshot: {...exampleSnapshot, sockets: sockets.slice(1)}});
  assert.equal(play(polled, late), polled);
  assert.ok(!requestsBuild(polled, late), 'the list of a poll answers the newest query');
});

test('the cursor stays on its socket, and returns to it from a filter that hid the socket', () => {
  const start = play(before, ...press('page-down', 'page-down', 'filter'), type('"203.0.113.9:"'));
  const cursorRow = cursorLine(before)?.row;
  assert.ok(cursorRow);
  const filtered = play(start, builtList(start));
  assert.equal(filtered.list?.summary.sockets, 16);
  assert.notDeepEqual(filtered.cursor, start.cursor);
  const back = play(filtered, ...press('escape'));
  const restored = play(back, builtList(back));
  assert.deepEqual(restored.cursor, start.cursor);
  assert.equal(restored.list?.summary.sockets, sockets.length);
});

test('a first letter that may begin a field leaves the list as it is', () => {
  const typing = play(before, ...press('filter'));
  assert.ok(!requestsBuild(typing, type('p')));
});

test('texts are made ahead once the prompt is open, until it closes or something is typed', () => {
  const [opened, effects] = update(before, {type: 'action', action: 'filter'});
  assert.deepEqual(effects, [{type: 'make-texts'}]);
  assert.deepEqual(update(exampleState({columns: 160, rows: 12}), {type: 'action', action: 'filter'})[1], []);
  const stepsUntil = (end: State): number => {
    let steps = 0;
    const task = makeTexts(() => (steps < 3 ? opened : end));
    while (!task.next().done) steps++;
    return steps;
  };
  assert.ok(stepsUntil(opened) > 10);
  assert.equal(stepsUntil(before), 3);
  assert.equal(stepsUntil(play(opened, type('443'))), 3);
});

test('the usual order is kept up from poll to poll while the list has another one', () => {
  let state = play(before, {type: 'action', action: 'next-sort'});
  state = {...state, list: finish(buildList(state, exampleSnapshot, before.list?.assessed ?? assert.fail()))};
  for (const [from, to] of [
    [0, 3000],
    [700, 3100],
    [300, 2900],
  ] as const) {
    state = play(state, {type: 'polled', snapshot: {...exampleSnapshot, sockets: sockets.slice(from, to)}});
    const {usual, ordered, assessed} = state.list ?? assert.fail();
    assert.deepEqual(usual, assessed.rows.toSorted(compareRows));
    assert.deepEqual(ordered, assessed.rows.toSorted(compareBy(state.sort, cellOptionsOf())));
  }
});
