import {lstatSync, readlinkSync, realpathSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {errorCode} from '../domain/error-code.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {makeDirectory} from '../system/make-directory.ts';
import {whyNotWritten} from '../system/write-error.ts';
import {replaceFile} from '../system/write-file.ts';
import {type BaselineEdit, editBaseline} from './edit-baseline.ts';
import {LockedError, withLock} from './file-lock.ts';
import {type BaselineOptions, readBaseline, whyUnsafe} from './read-baseline.ts';

/** `isFirst`: there was no file before. `reason` is a line that names the file. */
export type BaselineWritten =
  | {readonly kind: 'written'; readonly isFirst: boolean}
  | {readonly kind: 'refused'; readonly reason: Clean};

/**
 * Changes a baseline file as it is now, and makes it where it is absent: under a lock, so that two programs which write
 * do not lose each other's blocks, and whole or not at all. A file that is broken, or that others may change, stays as
 * it is. A symbolic link stays; the file that it leads to is written. Never rejects.
 */
export async function writeBaseline(
  path: string,
  edits: readonly BaselineEdit[],
  options: BaselineOptions,
): Promise<BaselineWritten> {
  const refused = (why: string): BaselineWritten => ({kind: 'refused', reason: trusted(`${sanitize(path)}: ${why}`)});
  try {
    const before = readBaseline(path, options);
    if (before.kind === 'unread') return {kind: 'refused', reason: before.reason};
    const open = whyUnsafe(path, options.euid);
    if (open !== null) return refused(open);
    const target = targetOf(path);
    makeDirectory(dirname(target), target.startsWith('/etc/') ? 0o755 : 0o700);
    return await withLock(`${target}.lock`, async assertHeld => {
      const now = readBaseline(path, options);
      if (now.kind === 'unread') return {kind: 'refused', reason: now.reason};
      const text = now.kind === 'read' ? now.text : '';
      const edited = editBaseline(text, edits, options.checks);
      if (edited.kind === 'refused') return refused(edited.reason);
      if (edited.text !== text) await replaceFile(target, edited.text, assertHeld);
      return {kind: 'written', isFirst: now.kind === 'absent'};
    });
  } catch (error) {
    return refused(error instanceof LockedError ? error.message : whyNotWritten(error));
  }
}

/** As many links as Linux follows in one path (path_resolution(7)). */
const maxLinks = 40;

/** The path of the file that links lead to, whether it is there or not. Throws as realpath(3) does. */
function targetOf(path: string): string {
  let at = resolve(path);
  for (let links = 0; links <= maxLinks; links++) {
    try {
      return realpathSync(at);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    if (!lstatSync(at, {throwIfNoEntry: false})?.isSymbolicLink()) return at;
    at = resolve(dirname(at), readlinkSync(at));
  }
  return at;
}
