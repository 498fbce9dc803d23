import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/** Where keys are read from: standard input, or the terminal itself where that is a pipe; null where there is none. */
export function openKeyboard(): NodeJS.ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    const keyboard = new ReadStream(openSync('/dev/tty', 'r'));
    return keyboard.isTTY ? keyboard : null;
  } catch {
    return null;
  }
}

/** What Node keeps of a stream of the operating system (node: lib/net.js). */
type Reading = {reading: boolean; readonly readStart: () => void; readonly readStop: () => void};

/**
 * Whether keys are read. Ink stops to listen while the terminal is lent, but Node goes on reading it, and takes keys from
 * whom it is lent to.
 */
export function readKeys(keyboard: NodeJS.ReadStream, reads: boolean): void {
  const handle: Reading | undefined = Reflect.get(keyboard, '_handle');
  if (typeof handle?.readStop !== 'function') return;
  handle.reading = reads;
  if (reads) handle.readStart();
  else handle.readStop();
}

/** Milliseconds without a change after which a size counts as settled. */
const settled = 100;

/**
 * Acts when the size of the terminal has changed and stood still since. What was drawn meanwhile may have been meant for
 * another size. Hears SIGWINCH, because a stream says nothing of a size that changed and changed back. Returns how to stop.
 */
export function onSizeSettled(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(act, settled);
  };
  process.on('SIGWINCH', wait);
  return () => {
    process.off('SIGWINCH', wait);
    clearTimeout(timer);
  };
}

/** Whether the locale says that the terminal takes UTF-8 (locale(7): LC_ALL, LC_CTYPE, LANG, the first that is set). */
export function takesUtf8(env: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/**
 * Stops this process (and on Ctrl-Z its whole group, as a shell's job) while the terminal is handed back, until it is
 * continued. SIGSTOP, because Node would not stop for SIGTSTP once that has a listener. Windows has no jobs to stop.
 */
export async function stopUntilContinued(group: boolean): Promise<void> {
  if (process.platform === 'win32') return;
  const continued = new Promise<void>(resolve => void process.once('SIGCONT', () => resolve()));
  process.kill(group ? 0 : process.pid, 'SIGSTOP');
  await continued;
  // A size that changed meanwhile was told to the terminal's foreground group only (tty_ioctl(4)), so not to this process.
  const told = new Promise<void>(resolve => void process.once('SIGWINCH', () => resolve()));
  process.kill(process.pid, 'SIGWINCH');
  await told;
}
