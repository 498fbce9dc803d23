import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {environment} from '../e2e/helpers/terminal.ts';
import {undoAtEnd} from './cleanup.ts';

/** A child that answers each line of text with a line of JSON. */
export type Driven = {
  /** Its next line; sends `question` before, where there is one. Rejects where the child has ended. */
  readonly answer: (question?: string) => Promise<unknown>;
  readonly end: () => void;
};

/** Starts a child that is driven by lines. It ends with this process. */
export function openDriven([program = '', ...parameters]: readonly string[]): Driven {
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit'], env: environment});
  const end = undoAtEnd(() => void child.kill('SIGKILL'));
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  return {
    answer: async question => {
      if (question !== undefined) child.stdin.write(`${question}\n`);
      const {value, done} = await lines.next();
      if (done) throw new Error(`${[program, ...parameters].join(' ')} has ended`);
      return JSON.parse(value);
    },
    end,
  };
}
