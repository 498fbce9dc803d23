import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {preparePoll} from '../../source/app/state/prepare-poll.ts';
import {finish, type Task, whileWanted} from '../../source/domain/task.ts';
import {runInSlices} from '../../source/terminal/in-slices.ts';
import {createListBuilder} from '../../source/terminal/list-builder.ts';
import {createStore} from '../../source/terminal/store.ts';
import {hidden, socket} from '../helpers/build.ts';
import {exampleSnapshot, exampleState, play} from '../helpers/example-host.ts';

const sockets = Array.from({length: 3100}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:${20_000 + index} 203.0.113.9:443`, hidden('needs-root')),
);
const before = exampleState({columns: 120, rows: 12}, sockets);

/** So many steps, each of which `done` hears of, on a clock that each moves by 5 ms. */
function* counting(most: number, done: (step: number) => void): Task<string> {
  for (let step = 1; step <= most; step++) {
    done(step);
    yield;
  }
  return 'all';
}

test('work runs in slices, and other work runs between them', async t => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  let steps = 0;
  let turns = 0;
  const work = runInSlices(
    counting(10, step => {
      steps = step;
      now += 5;
    }),
  );
  while (steps < 10) {
    await turn();
    turns++;
  }
  assert.equal(await work, 'all');
  assert.ok(turns >= 5, `${turns} turns`);
});

test('work that waits goes on once it need not', async () => {
  let steps = 0;
  let waits = true;
  const work = runInSlices(
    counting(3, step => {
      steps = step;
    }),
    () => waits,
  );
  for (let turns = 0; turns < 10; turns++) await turn();
  assert.equal(steps, 0);
  waits = false;
  assert.equal(await work, 'all');
});

test('a task whose result is not wanted any more ends at its next step', () => {
  let steps = 0;
  const work = whileWanted(
    counting(10, step => {
      steps = step;
    }),
    () => steps < 3,
  );
  assert.equal(finish(work), null);
  assert.equal(steps, 3);
});

/** Turns of the event loop until it holds; it must in the end. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    assert.ok(turns < 100_000);
    await turn();
  }
}

/** A clock by which nothing is soon done. */
function slowClock(t: TestContext): void {
  let now = 0;
  t.mock.method(performance, 'now', () => (now += 50));
}

test('a list that is soon done is there in the turn of the key', t => {
  t.mock.method(performance, 'now', () => 0);
  const store = createStore(before, effect => {
    if (effect.type === 'build-list') createListBuilder(store)();
  });
  store.dispatch({type: 'action', action: 'next-sort'});
  assert.equal(store.state().list?.listQuery.sort, store.state().sort);
  assert.notEqual(store.state().sort, null);
});

test('a key while a list is built makes the builder build only the newest list', async t => {
  slowClock(t);
  const store = createStore(before, effect => {
    if (effect.type === 'build-list') build();
  });
  const build = createListBuilder(store);
  const seen = new Set<string | undefined>();
  store.subscribe(() => seen.add(store.state().list?.listQuery.sort?.column));
  store.dispatch({type: 'action', action: 'next-sort'});
  store.dispatch({type: 'action', action: 'next-sort'});
  const wanted = store.state().sort?.column;
  await until(() => store.state().list?.listQuery.sort?.column === wanted);
  assert.deepEqual([...seen], [undefined, wanted], 'the first was never shown');
});

test('the list of a poll answers the query at its end, not the one at its start', async () => {
  let state = before;
  const preparing = runInSlices(preparePoll(() => state, {...exampleSnapshot, sockets: sockets.slice(9)}));
  state = play(state, {type: 'action', action: 'next-sort'});
  const poll = await preparing;
  assert.equal(poll.list.listQuery.sort, state.sort);
  assert.equal(poll.list.assessed.rows, poll.assessed.rows);
  assert.equal(poll.assessed.delta.closed.length, 9);
  assert.equal(play(state, {type: 'polled', poll}).list, poll.list);
});

test('keys without a pause do not delay a poll for ever', () => {
  let presses = 0;
  const restless = (): typeof before => {
    assert.ok(presses < 100, `${presses} lists were begun`);
    return play(before, {type: 'action', action: presses++ % 2 === 0 ? 'regroup' : 'next-sort'});
  };
  const {list} = finish(preparePoll(restless, exampleSnapshot));
  assert.ok(list.groups.length > 0);
});
