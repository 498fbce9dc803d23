import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import type {WriteStream} from 'node:tty';
import {deferResizes, drawWhenWritten, onceWritten, written} from '../../source/terminal/output.ts';
import {createStore} from '../../source/terminal/store.ts';
import {exampleState} from '../helpers/example-host.ts';

/** A terminal that takes output only when the test drains it. */
function slowTerminal() {
  const waiting: (() => void)[] = [];
  const output = Object.assign(new EventEmitter(), {
    writableLength: 0,
    write: (_text: string, done: () => void) => {
      waiting.push(done);
      return true;
    },
  });
  return {
    output: output as unknown as WriteStream,
    block: () => {
      output.writableLength = 1;
    },
    take: () => {
      output.writableLength = 0;
      for (const done of waiting.splice(0)) done();
    },
    waits: () => waiting.length,
  };
}

test('the function runs at once on a terminal that reads, and once for all calls on one that does not', () => {
  const {output, block, take, waits} = slowTerminal();
  let acts = 0;
  const act = onceWritten(output, () => acts++);
  act();
  assert.equal(acts, 1);
  block();
  act();
  act();
  act();
  assert.deepEqual([acts, waits()], [1, 1], 'one wait for all of them');
  take();
  assert.equal(acts, 2);
  act();
  assert.equal(acts, 3);
});

test('a store that draws on a slow terminal reports only its newest state', () => {
  const {output, block, take} = slowTerminal();
  const store = createStore(exampleState({columns: 80, rows: 24}), () => {});
  const seen: number[] = [];
  const drawn = drawWhenWritten(store, output);
  const stop = drawn.subscribe(() => seen.push(drawn.state().now));
  block();
  for (const now of [1e13, 2e13, 3e13]) store.dispatch({type: 'ticked', now});
  assert.deepEqual(seen, []);
  take();
  assert.deepEqual(seen, [3e13]);
  stop();
  store.dispatch({type: 'ticked', now: 4e13});
  assert.deepEqual(seen, [3e13]);
});

test('a new size waits for output that is on its way; other events do not, and the stream is restored', () => {
  const {output, block, take} = slowTerminal();
  const received: string[] = [];
  output.on('resize', () => received.push('resize'));
  output.on('drain', () => received.push('drain'));
  const emit = output.emit;
  const stop = deferResizes(output);
  block();
  output.emit('resize');
  output.emit('resize');
  output.emit('drain');
  assert.deepEqual(received, ['drain']);
  take();
  assert.deepEqual(received, ['drain', 'resize']);
  stop();
  block();
  output.emit('resize');
  assert.equal(received.length, 3, 'no longer held');
  assert.equal(output.emit.name, emit.bind(output).name);
});

test('output is waited for, but not for ever', async t => {
  t.mock.timers.enable({apis: ['setTimeout']});
  const {output, take} = slowTerminal();
  let isDone = false;
  const taken = written(output, 1000).then(() => (isDone = true));
  take();
  await taken;
  assert.equal(isDone, true);
  const never = written(output, 1000);
  t.mock.timers.tick(1000);
  await never;
});
