import {writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {type Clean, clean} from '../model/text.ts';

/** `portwatch-20261121-200000.json` in the working directory; with `-2` and so on where that is taken. */
function fileName(takenAt: number, format: string, ordinal: number): string {
  const time = new Date(takenAt).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `portwatch-${time}${ordinal === 1 ? '' : `-${ordinal}`}.${format}`;
}

const mostOrdinals = 100;

/** What the usual errors mean (errno(3)). */
const words: Readonly<Record<string, string>> = {
  EACCES: 'not permitted here',
  EPERM: 'not permitted here',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such directory',
};

/** Writes a new file that only this user may read, and never over another. What was done, or why not, in a line. */
export async function writeNewFile(text: string, takenAt: number, format: 'json' | 'csv'): Promise<Clean> {
  for (let ordinal = 1; ordinal <= mostOrdinals; ordinal++) {
    const path = resolve(fileName(takenAt, format, ordinal));
    try {
      await writeFile(path, text, {flag: 'wx', mode: 0o600});
      return clean(`wrote ${path}`, 300);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : error;
      if (code !== 'EEXIST') return clean(`could not write ${path}: ${words[String(code)] ?? code}`, 300);
    }
  }
  return clean('wrote nothing: there are too many such files here', 300);
}
