import type {Stats} from 'node:fs';
import {chmod, chown, link, open, rename, stat, unlink} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {errorCode} from '../domain/error-code.ts';
import {type Clean, sanitize} from '../domain/text.ts';
import {whyNotWritten} from './write-error.ts';

/** `portwatch-20261121-200000.json`; from the second ordinal on with `-2` and so on before the dot. */
function fileName(takenAt: number, format: string, ordinal: number): string {
  const time = new Date(takenAt).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `portwatch-${time}${ordinal === 1 ? '' : `-${ordinal}`}.${format}`;
}

const maxOrdinals = 100;

/**
 * Writes a new file to the working directory that only this user may read, and never over another file. The file gets
 * its name once it is whole and on the disk; a failure leaves no file. Resolves to a line with the path, or with the
 * reason. `linkFile` is link(2), which a test replaces. Never rejects.
 */
export async function writeNewFile(
  text: string,
  takenAt: number,
  format: 'json' | 'csv',
  linkFile: typeof link = link,
): Promise<Clean> {
  let path = fileName(takenAt, format, 1);
  try {
    // getcwd(3) fails where the working directory is gone.
    path = resolve(path);
    // Loading Node's cryptography takes a tenth of a start, so it waits until a file is written.
    const {randomUUID} = await import('node:crypto');
    const part = resolve(`.portwatch-${randomUUID()}.part`);
    await writeWhole(part, text);
    try {
      for (let ordinal = 1; ordinal <= maxOrdinals; ordinal++) {
        path = resolve(fileName(takenAt, format, ordinal));
        if (await claimName(part, path, linkFile)) return sanitize(`wrote ${path}`, 300);
      }
    } finally {
      await unlinkIfThere(part);
    }
    return sanitize('wrote nothing: there are too many such files here', 300);
  } catch (error) {
    return sanitize(`could not write ${path}: ${whyNotWritten(error)}`, 300);
  }
}

/**
 * Writes a file in place of the one at a path, which is whole at any time: it has its old text or the new one. The old
 * permissions and group stay; a file that was absent is for this user alone; with `mode` it has these permissions in
 * either case. `mayWrite` is called right before the file gets its name, and throws where it must not. Rejects as the
 * calls of node:fs do, and leaves nothing behind then.
 */
export async function replaceFile(
  path: string,
  text: string,
  mayWrite: () => void = () => {},
  mode?: number,
): Promise<void> {
  const {randomUUID} = await import('node:crypto');
  const directory = dirname(path);
  const part = join(directory, `.${basename(path)}-${randomUUID()}.part`);
  const before = await stat(path).catch(() => null);
  await writeWhole(part, text);
  try {
    if (mode !== undefined) await chmod(part, mode);
    else if (before) await takeRights(part, before);
    mayWrite();
    await rename(part, path);
  } catch (error) {
    await unlinkIfThere(part);
    throw error;
  }
  await syncDirectory(directory);
}

/** Only root may give a file to a group that it is not in; the file then stays in the group of this user. */
async function takeRights(path: string, {mode, gid}: Stats): Promise<void> {
  await chown(path, -1, gid).catch(() => {});
  await chmod(path, mode & 0o777);
}

/** The new name is on the disk too, where directories can be synchronized. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => null);
  await directory?.sync().catch(() => {});
  await directory?.close();
}

/** Makes a file with the text, on the disk, that only this user may read; leaves none where the writing fails. */
async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await unlinkIfThere(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** Gives the file a free name. Resolves to false where the name is taken. */
async function claimName(part: string, path: string, linkFile: typeof link): Promise<boolean> {
  try {
    await linkFile(part, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!withoutLinks.has(errorCode(error))) throw error;
    return renameTo(part, path);
  }
}

/** Errors of link(2) on a file system without hard links. */
const withoutLinks: ReadonlySet<string | null> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** rename(2) replaces a file of the same name, so an empty file claims the name first. */
async function renameTo(part: string, path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(part, path);
    return true;
  } catch (error) {
    await unlinkIfThere(path);
    throw error;
  }
}

const unlinkIfThere = (path: string): Promise<void> => unlink(path).catch(() => {});
