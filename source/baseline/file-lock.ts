import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import {setTimeout} from 'node:timers/promises';
import {errorCode} from '../domain/error-code.ts';
import {sanitize} from '../domain/text.ts';
import {isSameProcess, readProcessStart} from '../linux/process-start.ts';

/** Another process holds the lock. The message is for the user. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  /**
   * `pid` is null where the process has not written it yet; `left`: the path of a lock that nobody takes away soon.
   */
  constructor(pid: number | null, left: string | null = null) {
    const who = pid === null ? 'another process' : `process ${pid}`;
    const remedy = left === null ? '' : `, or remove ${sanitize(left)} where that is no portwatch`;
    super(`${who} is writing it: try again${remedy}`);
  }
}

/** Milliseconds that a lock is waited for; the holder needs some ten of them. */
const usualPatience = 5000;
/**
 * Milliseconds. A younger lock is never taken away: the process that made it has not written its name yet, or is in
 * another PID namespace, where it cannot be seen from here.
 */
const minAge = 1000;
/** The same for a lock without the name of a process. */
const minAgeUnnamed = 10_000;

/**
 * Does some work while no other process does work under the same lock: a file that is made at `path` and taken away
 * afterwards. A lock whose process is gone is taken away. `assertHeld` throws LockedError where somebody took the lock
 * away meanwhile. Rejects with LockedError after `patience` milliseconds, and as open(2) does where the file cannot be
 * made.
 */
export async function withLock<T>(
  path: string,
  work: (assertHeld: () => void) => Promise<T>,
  patience = usualPatience,
): Promise<T> {
  const {randomUUID} = await import('node:crypto');
  const token = `${process.pid} ${(await readProcessStart(process.pid)) ?? 0} ${randomUUID()}\n`;
  await acquire(path, token, randomUUID, patience);
  const isHeld = (): boolean => readLock(path)?.text === token;
  try {
    return await work(() => {
      if (!isHeld()) throw new LockedError(null);
    });
  } finally {
    if (isHeld()) unlinkSync(path);
  }
}

async function acquire(path: string, token: string, randomName: () => string, patience: number): Promise<void> {
  const until = performance.now() + patience;
  while (!tryLock(path, token)) {
    const lock = readLock(path);
    if (lock && (await isAbandoned(lock))) {
      takeAway(path, lock.text, `${path}-${randomName()}`);
      continue;
    }
    if (performance.now() > until) {
      throw new LockedError(lock?.pid ?? null, lock && lock.age <= minAgeUnnamed ? null : path);
    }
    // Different times, lest two processes meet again and again.
    await setTimeout(10 + Math.random() * 30);
  }
}

/** Makes the file; false where there is one. */
function tryLock(path: string, token: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, token);
    } catch (error) {
      unlinkSync(path);
      throw error;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

type Lock = {readonly text: string; readonly age: number; readonly pid: number | null; readonly startedAt: number};

/** null where there is none, or none that can be read. A pipe is not opened: nobody may ever write to it. */
function readLock(path: string): Lock | null {
  try {
    if (!lstatSync(path).isFile()) return null;
    const text = readFileSync(path, 'latin1');
    const [, pid, startedAt] = text.match(/^(\d+) (\d+) /) ?? [];
    const age = Date.now() - statSync(path).mtimeMs;
    return {text, age, pid: pid === undefined ? null : Number(pid), startedAt: Number(startedAt ?? 0)};
  } catch {
    return null;
  }
}

async function isAbandoned({pid, startedAt, age}: Lock): Promise<boolean> {
  if (pid === null) return age > minAgeUnnamed;
  if (age <= minAge) return false;
  if (!isRunning(pid)) return true;
  const startedNow = startedAt === 0 ? null : await readProcessStart(pid);
  return startedNow !== null && !isSameProcess(startedAt, startedNow);
}

/** Whether there is a process of this ID (kill(2) with signal 0). */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Takes an abandoned lock away, by a name of its own: in between another process may have made a lock of its own. */
function takeAway(path: string, text: string, ownName: string): void {
  try {
    renameSync(path, ownName);
    if (readLock(ownName)?.text !== text) linkSync(ownName, path);
  } catch {
    // Another process was faster, or holds the lock again.
  }
  try {
    unlinkSync(ownName);
  } catch {
    // It was not renamed.
  }
}
