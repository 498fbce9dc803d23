import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deferResizes, onceWritten, written} from '../../source/terminal/output.ts';
import {slowTerminal} from '../helpers/slow-terminal.ts';

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
