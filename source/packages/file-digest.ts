import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import {type Known, known, unknown} from '../domain/known.ts';

export type Digest = {readonly algorithm: 'md5' | 'sha1' | 'sha256'; readonly hex: string};

/** Larger files are not read: a checksum of them would keep the disk busy for seconds. */
const maxSize = 512 * 2 ** 20;
const maxCached = 1000;

/** Digests by the identity of the file: device, inode, size and both times of change. */
const cache = new Map<string, string>();

/** Whether a file of this host has a digest. Linear in its size, read in pieces; unknown where it is too large or unreadable. */
export async function hasDigest(path: string, {algorithm, hex}: Digest, signal: AbortSignal): Promise<Known<boolean>> {
  try {
    const file = await stat(path, {bigint: true});
    if (file.size > maxSize) return unknown('not-collected');
    const key = [path, algorithm, file.dev, file.ino, file.size, file.mtimeNs, file.ctimeNs].join(' ');
    const digest = cache.get(key) ?? (await digestOf(path, algorithm, signal));
    if (cache.size >= maxCached) cache.clear();
    cache.set(key, digest);
    return known(digest === hex.toLowerCase());
  } catch {
    return unknown('not-collected');
  }
}

async function digestOf(path: string, algorithm: Digest['algorithm'], signal: AbortSignal): Promise<string> {
  // Node's cryptography is loaded only where it is needed: it is a tenth of a start.
  const {createHash} = await import('node:crypto');
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, {signal}), hash);
  return hash.digest('hex');
}
