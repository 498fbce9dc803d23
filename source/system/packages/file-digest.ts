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
  const file = orFailure(() => safeFiles.stat(path));
  if (typeof file === 'string') return unknown(whyFailed(file, 'not-collected'));
  if (file.size > maxSize) return unknown('too-large');
  if ((file.mode & typeMask) !== regular) return unknown('not-collected');
  try {
    const digest = await digestOf(path, file, algorithm, signal);
    return known(digest === hex.toLowerCase());
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
  const key = [path, algorithm, id, size, modifiedAt, changedAt].join(' ');
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
