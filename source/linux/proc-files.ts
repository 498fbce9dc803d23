import {
  type BigIntStats,
  closeSync,
  constants,
  lstatSync,
  opendirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  statSync,
} from 'node:fs';
import {errorCode} from '../domain/error-code.ts';
import type {UntouchedWhy, WhyUnknown} from '../domain/known.ts';
import {UntouchedError} from './untouched.ts';

/** Identity of a file (`id` is device and inode), and who may change it. `mode` is st_mode with the type bits. */
export type FileFacts = {
  readonly id: string;
  readonly links: number;
  readonly mode: number;
  readonly uid: number;
  /** Bytes. */
  readonly size: number;
  /** Of the content and of the inode, in nanoseconds since the epoch. */
  readonly modifiedAt: bigint;
  readonly changedAt: bigint;
};

/** The file system calls that owners are read by. Each throws as node:fs does. */
export type Files = {
  list(path: string): readonly string[];
  /**
   * The same, read in small parts while they are asked for: a directory of 100,000 threads takes 100 ms. Throws at the
   * first name where `list` does.
   */
  names(path: string): IteratorObject<string>;
  link(path: string): string;
  /** Link text as bytes: paths need not be UTF-8. */
  linkBytes(path: string | Buffer): Buffer;
  /** At most the first `limit` bytes. */
  read(path: string, limit: number): Buffer;
  /**
   * Bytes; of /proc/PID/fd the number of open descriptors, 0 before Linux 6.2. 0 where it cannot be read. Never throws.
   */
  size(path: string): number;
  /** Follows a symbolic link. */
  stat(path: string | Buffer): FileFacts;
  /** Does not follow one. */
  lstat(path: string | Buffer): FileFacts;
};

export const realFiles: Files = {
  list: path => readdirSync(path),
  names: namesIn,
  link: path => readlinkSync(path),
  linkBytes: path => readlinkSync(path, {encoding: 'buffer'}),
  read: readStart,
  size: path => {
    try {
      return statSync(path, {throwIfNoEntry: false})?.size ?? 0;
    } catch {
      return 0;
    }
  },
  stat: path => toFacts(statSync(path, {bigint: true})),
  lstat: path => toFacts(lstatSync(path, {bigint: true})),
};

/** Why a read failed: the process or file is gone, may not be read, or was not touched. */
export type ReadFailure = 'gone' | 'refused' | UntouchedWhy;

/** Whether a file was not touched, rather than gone or refused. */
export const isUntouched = (found: object | ReadFailure | undefined): found is UntouchedWhy =>
  typeof found === 'string' && found !== 'gone' && found !== 'refused';

/** The missing fact that a failure leaves; `refusal` is the reason where a file may not be read. */
export function whyFailed(failure: ReadFailure, refusal: WhyUnknown): WhyUnknown {
  if (failure === 'gone') return 'exited';
  return failure === 'refused' ? refusal : failure;
}

/**
 * Why a read failed, from its error: every other error counts as a refusal. Throws the error where this program
 * may open no more files (EMFILE, ENFILE): all later reads would look as if the system refused them.
 */
export function readFailure(error: unknown): ReadFailure {
  if (error instanceof UntouchedError) return error.why;
  const code = errorCode(error);
  if (code === 'EMFILE' || code === 'ENFILE') throw error;
  return isGoneCode(code) ? 'gone' : 'refused';
}

/** Whether an error code (errno(3)) is one that a process leaves behind in /proc when it ends. */
export const isGoneCode = (code: string | null): boolean => code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR';

/** Whether a link leads to a path that is longer than readlink(2) returns. */
export const isTooLong = (error: unknown): boolean => errorCode(error) === 'ENAMETOOLONG';

/** Whether a file is no symbolic link (readlink(2)): in a directory of descriptors the kernel has nothing else. */
export const isNoLink = (error: unknown): boolean => errorCode(error) === 'EINVAL';

/** The result of a read, or why it failed. Throws as `readFailure` does. */
export function orFailure<T extends object>(read: () => T): T | ReadFailure {
  try {
    return read();
  } catch (error) {
    return readFailure(error);
  }
}

/** Names that are read at once, which takes about a millisecond. */
const namesAtOnce = 512;
/** Links of a directory from which on it is read in parts: in procfs, about one for each process or thread. */
const manyLinks = 30_000;

/**
 * A directory with fewer links is read at once, by scandir(3): the libraries of /etc/ld.so.preload that hide processes
 * stand before readdir(3), which reads in parts, and not before the calls within libc.
 */
function* namesIn(path: string): Generator<string, void, undefined> {
  if (statSync(path).nlink < manyLinks) {
    yield* readdirSync(path);
    return;
  }
  const directory = opendirSync(path, {bufferSize: namesAtOnce});
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name;
  } finally {
    directory.closeSync();
  }
}

/**
 * Reads go through one buffer, since memory of its own for each would cost more than the read. It grows with the files.
 */
let scratch = Buffer.allocUnsafeSlow(65_536);

function readStart(path: string, limit: number): Buffer {
  // A FIFO would wait for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let length = 0;
    for (let got = -1; got !== 0 && length < limit; length += got) {
      if (length === scratch.length) scratch = Buffer.concat([scratch], scratch.length * 2);
      got = readSync(file, scratch, length, Math.min(limit, scratch.length) - length, null);
    }
    return Buffer.from(scratch.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

/** The facts in the result of stat(2), asked for with `bigint`. */
export function toFacts(stats: BigIntStats): FileFacts {
  return {
    id: `${stats.dev}:${stats.ino}`,
    links: Number(stats.nlink),
    mode: Number(stats.mode),
    uid: Number(stats.uid),
    size: Number(stats.size),
    modifiedAt: stats.mtimeNs,
    changedAt: stats.ctimeNs,
  };
}
