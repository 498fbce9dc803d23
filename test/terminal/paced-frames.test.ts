import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Event} from '../../source/app/state/event.ts';
import {trusted} from '../../source/domain/text.ts';
import {paceFrames} from '../../source/terminal/paced-frames.ts';
import {createStore} from '../../source/terminal/store.ts';
import {exampleState} from '../helpers/example-host.ts';
import {slowTerminal} from '../helpers/slow-terminal.ts';

/** A store whose frames are counted; `seen` has a mark of the state that each of them shows. */
function start(t: TestContext) {
  t.mock.timers.enable({apis: ['setTimeout']});
  const terminal = slowTerminal();
  const store = createStore(exampleState({columns: 80, rows: 24}), () => {});
  const drawn = paceFrames(store, terminal.output);
  const seen: (string | undefined)[] = [];
  const stop = drawn.subscribe(() => seen.push(drawn.state().failure?.message ?? drawn.state().notice ?? undefined));
  const fails = (text: string): void => store.dispatch({type: 'poll-failed', message: trusted(text), at: 0});
  return {...terminal, store, seen, stop, fails, wait: (time: number) => t.mock.timers.tick(time)};
}

test('frames that nobody waits for come at once after a rest, and then the newest of them once a rest is over', t => {
  const {seen, fails, wait} = start(t);
  fails('a');
  assert.deepEqual(seen, ['a']);
  fails('b');
  fails('c');
  assert.deepEqual(seen, ['a']);
  wait(70);
  assert.deepEqual(seen, ['a', 'c']);
  wait(70);
  wait(70);
  assert.deepEqual(seen, ['a', 'c'], 'nothing is drawn twice');
  fails('d');
  assert.deepEqual(seen, ['a', 'c', 'd']);
});

test('a frame that answers a key is drawn at once, however close it follows another one', t => {
  const {store, seen, fails, wait} = start(t);
  const answers: readonly Event[] = [
    {type: 'action', action: 'help'},
    {type: 'action', action: 'back'},
    {type: 'action', action: 'filter'},
    {type: 'typed', text: 'x'},
    {type: 'notified', notice: trusted('done')},
  ];
  fails('a');
  for (const [index, event] of answers.entries()) {
    store.dispatch(event);
    assert.equal(seen.length, index + 2, event.type);
  }
  fails('b');
  assert.equal(seen.length, answers.length + 1, 'that one waits');
  store.dispatch({type: 'action', action: 'escape'});
  assert.equal(seen.at(-1), 'b', 'but not longer than for a key');
  wait(70);
  assert.equal(seen.length, answers.length + 2, 'and is not drawn again');
});

test('a terminal that does not read gets no frame, and then one of the newest state, also for keys', t => {
  const {store, seen, stop, fails, block, take, wait, waits} = start(t);
  block();
  for (const text of ['a', 'b', 'c']) {
    fails(text);
    store.dispatch({type: 'action', action: 'help'});
    store.dispatch({type: 'action', action: 'back'});
    wait(70);
  }
  assert.deepEqual([seen, waits()], [[], 1]);
  take();
  assert.deepEqual(seen, ['c']);
  stop();
  fails('d');
  wait(70);
  assert.deepEqual(seen, ['c']);
});
