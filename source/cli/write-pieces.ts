import type {Writable} from 'node:stream';

/** Characters that are written at once: few calls, and little memory. */
const chunkLength = 1 << 16;

/**
 * Writes pieces of a text, the next ones only once `output` has taken the ones before. Resolves once all is given to
 * it, or it can take no more: its own listeners report why.
 */
export async function writePieces(output: Writable, pieces: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    if (!output.write(chunk)) await untilDrained(output);
    if (output.destroyed) return;
    chunk = '';
  }
  if (chunk !== '') output.write(chunk);
}

const ends = ['drain', 'error', 'close'] as const;

const untilDrained = (output: Writable): Promise<void> =>
  new Promise(resolve => {
    if (output.destroyed || !output.writableNeedDrain) return resolve();
    const done = (): void => {
      for (const end of ends) output.off(end, done);
      resolve();
    };
    for (const end of ends) output.on(end, done);
  });
