import {errorCode} from '../domain/error-code.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';

/** Meanings of the usual errors of writing (errno(3)). */
const words: Readonly<Record<string, Clean>> = {
  EACCES: trusted('not permitted here'),
  EPERM: trusted('not permitted here'),
  EROFS: trusted('the file system is read-only'),
  ENOSPC: trusted('the disk is full'),
  EDQUOT: trusted('the disk quota is used up'),
  EFBIG: trusted('the file would be too large'),
  EIO: trusted('the disk reports an error'),
  EMFILE: trusted('too many files are open'),
  ENFILE: trusted('too many files are open'),
  ENOENT: trusted('there is no such directory'),
  EISDIR: trusted('it is a directory'),
  ELOOP: trusted('it is a link'),
};

/** Why a file could not be written, in a few words; the code of the error where it is an unusual one. */
export function whyNotWritten(error: unknown): Clean {
  const code = errorCode(error) ?? String(error);
  return words[code] ?? sanitize(code, 100);
}
