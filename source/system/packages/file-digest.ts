import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {type Known, known, unknown} from '../../domain/known.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {type FileFacts, orFailure, whyFailed} from '../../linux/proc-files.ts';

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

async function digestOf(
  path: string,
  {id, size, modifiedAt, changedAt}: FileFacts,
  algorithm: Digest['algorithm'],
  signal: AbortSignal,
): Promise<string> {
  const key = [algorithm, id, size, modifiedAt, changedAt].join(' ');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  // node:crypto is loaded only where it is needed: loading it takes a tenth of the start.
  const {createHash} = await import('node:crypto');
  const hash = createHash(algorithm);
  // A file that grows meanwhile is read only up to its first size.
  await pipeline(createReadStream(path, {signal, end: Math.max(0, size - 1)}), hash);
  const digest = hash.digest('hex');
  if (cache.size >= maxCached) cache.clear();
  cache.set(key, digest);
  return digest;
}
