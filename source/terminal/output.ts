import type {WriteStream} from 'node:tty';
import type {Store} from './store.ts';

/** What Node keeps of a stream of the operating system (node: lib/net.js, lib/tty.js). */
type Handle = {readonly fd: number; readonly setBlocking: (blocks: boolean) => void};

function handleOf(stream: WriteStream): Handle | null {
  const handle: unknown = Reflect.get(stream, '_handle');
  return handle && typeof Reflect.get(handle, 'setBlocking') === 'function' ? (handle as Handle) : null;
}

/**
 * Whether a write to a terminal that nobody reads waits in this process (`true`), or stops the whole process until somebody
 * does, as Node has it. Where libuv could not open the terminal anew (uv_tty_init), the mode would be shared with the
 * shell, and stays as it is.
 */
export function queueWrites(wait: boolean): void {
  for (const stream of [process.stdout, process.stderr]) {
    const handle = handleOf(stream);
    if (handle && handle.fd > 2) handle.setBlocking(!wait);
  }
}

/** Resolves when all that was written has gone to the terminal, or after `limit` milliseconds. */
export function written(stream: NodeJS.WritableStream, limit: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, limit);
    stream.write('', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

type Output = Pick<WriteStream, 'writableLength' | 'write'>;

/** What calls `act` at once, or when output is on its way, once that has gone to the terminal: then only once for all calls. */
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
 * The same store, whose listeners hear of nothing while output is on its way, and then of the newest state: a terminal that
 * is read slowly, or not at all for a while, gets fewer frames instead of a queue of old ones.
 */
export function drawWhenWritten(store: Store, output: Output): Store {
  const listeners = new Set<() => void>();
  store.subscribe(
    onceWritten(output, () => {
      for (const listener of listeners) listener();
    }),
  );
  return {
    ...store,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Has listeners hear of a new size only when no output is on its way: Ink draws a frame for each. Returns how to stop. */
export function holdSizes(stream: WriteStream): () => void {
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
