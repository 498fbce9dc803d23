import assert from 'node:assert/strict';
import {Writable} from 'node:stream';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {writePieces} from '../../source/cli/write-pieces.ts';

/** An output that takes one chunk at a time, each when `take` is called. */
function slowOutput() {
  const texts: string[] = [];
  let taken: ((error?: Error) => void) | null = null;
  const output = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write: (text, _encoding, done) => {
      texts.push(String(text));
      taken = done;
    },
  });
  const take = (error?: Error): void => {
    const done = taken;
    taken = null;
    done?.(error);
  };
  return {output, texts, take};
}

test('pieces are joined to chunks, and all of them arrive in order', async () => {
  const {output, texts, take} = slowOutput();
  const pieces = Array.from({length: 30_000}, (_, index) => `${index} `);
  let isDone = false;
  const done = writePieces(output, pieces).then(() => {
    isDone = true;
  });
  while (!isDone || output.writableLength > 0) {
    await turn();
    take();
  }
  await done;
  assert.equal(texts.join(''), pieces.join(''));
  assert.ok(texts.length < 10, `${texts.length} chunks`);
});

test('no piece is made before the output has taken the chunks before it', async () => {
  const {output, take} = slowOutput();
  let made = 0;
  function* pieces(): Generator<string> {
    for (; made < 10; made++) yield 'x'.repeat(100_000);
  }
  const done = writePieces(output, pieces());
  for (let index = 0; index < 5; index++) {
    await turn();
    assert.equal(made, index, 'pieces taken so far');
    take();
  }
  while (made < 10) {
    await turn();
    take();
  }
  await done;
});

test('an output that fails ends the writing, and its own listener has the reason', async () => {
  const {output, take} = slowOutput();
  const reasons: string[] = [];
  output.on('error', ({message}) => reasons.push(message));
  let made = 0;
  function* pieces(): Generator<string> {
    for (; made < 10; made++) yield 'x'.repeat(100_000);
  }
  const done = writePieces(output, pieces());
  await turn();
  take(new Error('the reader is gone'));
  await done;
  assert.deepEqual([made < 10, reasons], [true, ['the reader is gone']]);
});
