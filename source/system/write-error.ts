import {type Clean, clean, own} from '../domain/text.ts';

/** What the usual errors of writing mean (errno(3)). */
const words: Readonly<Record<string, Clean>> = {
  EACCES: own('not permitted here'),
  EPERM: own('not permitted here'),
  EROFS: own('the file system is read-only'),
  ENOSPC: own('the disk is full'),
  EDQUOT: own('the disk quota is used up'),
  EFBIG: own('the file would be too large'),
  EIO: own('the disk reports an error'),
  EMFILE: own('too many files are open'),
  ENFILE: own('too many files are open'),
  ENOENT: own('there is no such directory'),
};

/** Why something could not be written, in a few words; the code of the error where it is an unusual one. */
export function whyNotWritten(error: unknown): Clean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return words[code] ?? clean(code, 100);
}
