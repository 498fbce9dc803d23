import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';

/** Asks a question on a terminal, and resolves to the line of the answer; "" where the input ends. */
export function askFor(question: string, input: Readable, output: Writable): Promise<string> {
  // Without `terminal` the line stays with the driver of the terminal, and Ctrl-C ends this process as usual.
  const lines = createInterface({input, terminal: false});
  output.write(question);
  return new Promise(resolve => {
    lines.once('line', line => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });
}
