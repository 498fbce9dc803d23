import type {WriteStream} from 'node:tty';

/** The handle behind a stream of Node (node: lib/net.js, lib/tty.js). */
type Handle = {readonly fd: number; readonly setBlocking: (blocks: boolean) => void};

function handleOf(stream: WriteStream): Handle | null {
  const handle: unknown = Reflect.get(stream, '_handle');
  return handle && typeof Reflect.get(handle, 'setBlocking') === 'function' ? (handle as Handle) : null;
}

/**
 * Sets how a write waits for a terminal that is not read: with `true` it waits in a queue, with `false` it blocks the
 * process, Node's default. Where libuv could not reopen the terminal (uv_tty_init), the shell shares the mode, so it is
 * not changed.
 */
export function queueWrites(wait: boolean): void {
  for (const stream of [process.stdout, process.stderr]) {
    const handle = handleOf(stream);
    if (handle && handle.fd > 2) handle.setBlocking(!wait);
  }
}

/** Resolves when all output has gone to the terminal, or after `limit` milliseconds. */
export function written(stream: NodeJS.WritableStream, limit: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, limit);
    stream.write('', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export type Output = Pick<WriteStream, 'writableLength' | 'write'>;

/**
 * A function that calls `act` at once; while output is queued, it calls `act` once after the output has gone to the
 * terminal.
 */
export function onceWritten(output: Output, act: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    if (output.writableLength === 0) {
      act();
      return;
    }
    isWaiting = true;
    output.write('', () => {
      isWaiting = false;
      act();
    });
  };
}

/**
 * Delays `resize` events until no output is queued, since Ink draws a frame for each. Returns the function that stops
 * it.
 */
export function deferResizes(stream: WriteStream): () => void {
  const emit = stream.emit.bind(stream);
  const resized = onceWritten(stream, () => emit('resize'));
  stream.emit = (name: string | symbol, ...values: readonly unknown[]) => {
    if (name !== 'resize') return emit(name, ...values);
    resized();
    return true;
  };
  return () => {
    stream.emit = emit;
  };
}
