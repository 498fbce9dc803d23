import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import {type Known, known, unknown} from '../../domain/known.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {type FileFacts, orFailure, toFacts, whyFailed} from '../../linux/proc-files.ts';

export type Digest = {readonly algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'; readonly hex: string};

/**
 * Bytes; larger files are not read, because a checksum would keep the disk busy for seconds. The words of `too-large`
 * name this size.
 */
const maxSize = 512 * 2 ** 20;
const maxCached = 1000;
/** st_mode of a regular file (inode(7)). */
const typeMask = 0o170000;
const regular = 0o100000;

/** Digests by the identity of the file: device, inode, size and both times of change. */
const cache = new Map<string, string>();

/**
 * Whether a file of this host has a digest. Linear in its size, read in pieces; unknown where it is too large,
 * unreadable, or on a file system that is not touched. Never rejects.
 */
export async function hasDigest(path: string, {algorithm, hex}: Digest, signal: AbortSignal): Promise<Known<boolean>> {
  const digest = await readDigest(path, algorithm, signal);
  return digest.known ? known(digest.value === hex.toLowerCase()) : digest;
}

/** The digest of a file in hexadecimal; links are followed. Costs and failures are as of `hasDigest`. */
export async function readDigest(
  path: string,
  algorithm: Digest['algorithm'],
  signal: AbortSignal,
): Promise<Known<string>> {
  const file = orFailure(() => safeFiles.stat(path));
  if (typeof file === 'string') return unknown(whyFailed(file, 'not-collected'));
  if (file.size > maxSize) return unknown('too-large');
  if ((file.mode & typeMask) !== regular) return unknown('not-collected');
  try {
    return known(await digestOf(path, file, algorithm, signal));
  } catch {
    return unknown('not-collected');
  }
}

/**
 * The file is opened after it was looked at, and its path may lead to another one by then: a FIFO, whose reader would
 * wait, or a file whose digest would count for the first one. Rejects then, and where the file changes meanwhile.
 */
async function digestOf(
  path: string,
  facts: FileFacts,
  algorithm: Digest['algorithm'],
  signal: AbortSignal,
): Promise<string> {
  const key = `${algorithm} ${identityOf(facts)}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  // node:crypto is loaded only where it is needed: loading it takes a tenth of the start.
  const {createHash} = await import('node:crypto');
  const hash = createHash(algorithm);
  const file = await open(path, withoutWaiting);
  const mustBeSame = async (): Promise<void> => {
    const now = toFacts(await file.stat({bigint: true}));
    if (identityOf(now) !== identityOf(facts)) throw new Error('the file changed while it was read');
  };
  try {
    await mustBeSame();
    // A file that grows all the time is read only up to its first size.
    const bytes = file.createReadStream({end: Math.max(0, facts.size - 1), autoClose: false});
    await pipeline(bytes, hash, {signal});
    await mustBeSame();
  } finally {
    await file.close();
  }
  const digest = hash.digest('hex');
  if (cache.size >= maxCached) cache.clear();
  cache.set(key, digest);
  return digest;
}

const identityOf = ({id, size, modifiedAt, changedAt}: FileFacts): string =>
  [id, size, modifiedAt, changedAt].join(' ');

/** Windows has neither flag. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
