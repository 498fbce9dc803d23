import {link, open, rename, unlink} from 'node:fs/promises';
import {resolve} from 'node:path';
import {type Clean, sanitize} from '../domain/text.ts';
import {whyNotWritten} from './write-error.ts';

/** `portwatch-20261121-200000.json` in the working directory; with `-2` and so on where that is taken. */
function fileName(takenAt: number, format: string, ordinal: number): string {
  const time = new Date(takenAt).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `portwatch-${time}${ordinal === 1 ? '' : `-${ordinal}`}.${format}`;
}

const mostOrdinals = 100;

/**
 * Writes a new file that only this user may read, and never over another. It has its name only once it is whole and on the
 * disk; what cannot be finished leaves nothing behind. What was done, or why not, in a line. `linkFile` stands in for link(2).
 */
export async function writeNewFile(
  text: string,
  takenAt: number,
  format: 'json' | 'csv',
  linkFile: typeof link = link,
): Promise<Clean> {
  let path = fileName(takenAt, format, 1);
  try {
    // Throws where the working directory is gone.
    path = resolve(path);
    // Node's cryptography is loaded only where it is needed: it is a tenth of a start.
    const {randomUUID} = await import('node:crypto');
    const part = resolve(`.portwatch-${randomUUID()}.part`);
    await writeWhole(part, text);
    try {
      for (let ordinal = 1; ordinal <= mostOrdinals; ordinal++) {
        path = resolve(fileName(takenAt, format, ordinal));
        if (await takesName(part, path, linkFile)) return sanitize(`wrote ${path}`, 300);
      }
    } finally {
      await unlinkIfThere(part);
    }
    return sanitize('wrote nothing: there are too many such files here', 300);
  } catch (error) {
    return sanitize(`could not write ${path}: ${whyNotWritten(error)}`, 300);
  }
}

/** A new file that holds all of the text, on the disk; none where that fails. */
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

/** Gives a file a name that is free; false where it is taken. */
async function takesName(part: string, path: string, linkFile: typeof link): Promise<boolean> {
  try {
    await linkFile(part, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.has(codeOf(error))) throw error;
    return renameTo(part, path);
  }
}

/** What link(2) says of a file system that has no hard links. */
const withoutLinks: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** rename(2) writes over what has the name, so an empty file takes it first. */
async function renameTo(part: string, path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
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

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

const unlinkIfThere = (path: string): Promise<void> => unlink(path).catch(() => {});
