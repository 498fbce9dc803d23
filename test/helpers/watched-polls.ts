import {PassThrough} from 'node:stream';
import type {Collector, Snapshot} from '../../source/domain/snapshot.ts';

/** What a command that polls on and on is given besides its settings. */
type Watched = {
  readonly collector: Collector;
  readonly interval: number;
  readonly output: PassThrough;
  readonly errors: PassThrough;
  readonly signal: AbortSignal;
};

/** The lines of a command, and its errors, over polls that return these snapshots, or fail; it ends after the last. */
export async function linesOver(
  polls: readonly (Snapshot | Error)[],
  command: (watched: Watched) => Promise<unknown>,
): Promise<{readonly lines: readonly string[]; readonly errors: string}> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const controller = new AbortController();
  let index = 0;
  const poll = async (): Promise<Snapshot> => {
    const result = polls[index++];
    if (index >= polls.length) controller.abort();
    if (result === undefined || result instanceof Error) throw result ?? new Error('polled too often');
    return result;
  };
  await command({
    collector: {id: 'procfs', poll, close() {}},
    interval: 1,
    output,
    errors,
    signal: controller.signal,
  });
  const text = (stream: PassThrough): string => stream.read()?.toString() ?? '';
  return {lines: text(output).split('\n').slice(0, -1), errors: text(errors)};
}
