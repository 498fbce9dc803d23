import {EventEmitter} from 'node:events';
import type {WriteStream} from 'node:tty';

/** A terminal that takes output only when the test drains it. */
export function slowTerminal() {
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
