import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/** The stream of the keys: standard input, or /dev/tty where standard input is no terminal; null without a terminal. */
export function openKeyboard(): NodeJS.ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    const keyboard = new ReadStream(openSync('/dev/tty', 'r'));
    return keyboard.isTTY ? keyboard : null;
  } catch {
    return null;
  }
}

/** The handle behind a stream of Node (node: lib/net.js). */
type ReadHandle = {reading: boolean; readonly readStart: () => void; readonly readStop: () => void};

/**
 * Starts or stops reading keys. During a handoff Ink stops listening, but Node would continue to read, and take the
 * keys from the pager or shell.
 */
export function readKeys(keyboard: NodeJS.ReadStream, reads: boolean): void {
  const handle: ReadHandle | undefined = Reflect.get(keyboard, '_handle');
  if (typeof handle?.readStop !== 'function') return;
  handle.reading = reads;
  if (reads) handle.readStart();
  else handle.readStop();
}

/** Milliseconds without a change after which a size counts as settled. */
const settledAfter = 100;

/**
 * Calls `act` when the size of the terminal has changed and settled. A frame drawn meanwhile may be for another size.
 * The source is SIGWINCH, because a stream does not report a size that changed and changed back. Returns the function
 * that stops it.
 */
export function onSizeSettled(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(act, settledAfter);
  };
  process.on('SIGWINCH', wait);
  return () => {
    process.off('SIGWINCH', wait);
    clearTimeout(timer);
  };
}

/** Whether the locale is UTF-8 (locale(7): the first of LC_ALL, LC_CTYPE and LANG that is set). */
export function takesUtf8(env: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/**
 * Stops this process, or with `group` its whole process group (as Ctrl-Z does), and resolves when it is continued. The
 * signal is SIGSTOP, because Node does not stop for a SIGTSTP with a listener. On Windows, which has no job control,
 * nothing happens.
 */
export async function stopUntilContinued(group: boolean): Promise<void> {
  if (process.platform === 'win32') return;
  const continued = new Promise<void>(resolve => void process.once('SIGCONT', () => resolve()));
  process.kill(group ? 0 : process.pid, 'SIGSTOP');
  await continued;
  // The kernel reports a new size only to the foreground process group (ioctl_tty(2)), to which this process did not
  // belong.
  const resized = new Promise<void>(resolve => void process.once('SIGWINCH', () => resolve()));
  process.kill(process.pid, 'SIGWINCH');
  await resized;
}
