import {type BigIntStats, closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, statSync} from 'node:fs';
import {errorCode} from '../domain/error-code.ts';

/** What tells one file from another (`id` is device and inode), and who may change it. `mode` is st_mode with the type bits. */
export type FileFacts = {
  readonly id: string;
  readonly links: number;
  readonly mode: number;
  readonly uid: number;
};

/** The file system calls that owners are read with; each throws what node:fs throws. */
export type Files = {
  list(path: string): readonly string[];
  link(path: string): string;
  /** Link text as bytes: paths need not be UTF-8. */
  linkBytes(path: string): Buffer;
  /** At most the first `limit` bytes. */
  read(path: string, limit: number): Buffer;
  /** Bytes; of /proc/PID/fd the number of open descriptors, 0 before Linux 6.2. 0 where it is not told. */
  size(path: string): number;
  /** Follows a symbolic link. */
  stat(path: string | Buffer): FileFacts;
  /** Does not. */
  lstat(path: string | Buffer): FileFacts;
};

export const realFiles: Files = {
  list: path => readdirSync(path),
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

/** Why a read failed: what was to be read has vanished, or it is kept from us. */
export type ReadFailure = 'gone' | 'refused';

/**
 * ENOENT and ESRCH are what a process that ends leaves behind; everything else is a fact that stays unseen. Throws where it is this
 * program that may open no more files: all that follows would look as if the system refused it.
 */
export function readFailure(error: unknown): ReadFailure {
  const code = errorCode(error);
  if (code === 'EMFILE' || code === 'ENFILE') throw error;
  return isGoneCode(code) ? 'gone' : 'refused';
}

/** Whether an error code (errno(3)) is one that a process leaves behind in /proc when it ends. */
export const isGoneCode = (code: string | null): boolean => code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR';

/** The result of a read, or why it failed; throws as readFailure does. */
export function orFailure<T extends object>(read: () => T): T | ReadFailure {
  try {
    return read();
  } catch (error) {
    return readFailure(error);
  }
}

function readStart(path: string, limit: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(limit);
    let length = 0;
    for (let got = -1; got !== 0 && length < limit; length += got)
      got = readSync(file, buffer, length, limit - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function toFacts(stats: BigIntStats): FileFacts {
  return {
    id: `${stats.dev}:${stats.ino}`,
    links: Number(stats.nlink),
    mode: Number(stats.mode),
    uid: Number(stats.uid),
  };
}
