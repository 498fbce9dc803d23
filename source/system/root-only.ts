import {lstatSync, readlinkSync, type Stats} from 'node:fs';
import {dirname, isAbsolute, join, resolve} from 'node:path';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure} from '../linux/proc-files.ts';
import {UntouchedError} from '../linux/untouched.ts';

/**
 * The first file, directory or link on the way to a path that users besides `owners` may change, so that they could
 * change or replace the file; null where there is none. A part that does not exist counts as the directory in which it
 * would be made. Throws as lstat(2) and readlink(2) do, but not for ENOENT, and UntouchedError where a file system on
 * the way may hang. For paths of Unix.
 */
export function writableByOthers(path: string, owners: readonly number[]): string | null {
  const {way, end} = wayTo(resolve(path));
  const isOpen = ([each, stats]: [string, Stats]): boolean => !isGuarded(stats, owners, each === end);
  return [...way].find(isOpen)?.[0] ?? null;
}

/** As many links as Linux follows in one path (path_resolution(7)). */
const maxLinks = 40;

type Way = {
  /** Directories and links that the kernel looks up, from the root on, and the end. */
  readonly way: ReadonlyMap<string, Stats>;
  /** The file or directory that the links lead to, or the last directory that exists. */
  readonly end: string;
};

/** Throws UntouchedError where the file system of a path may hang. */
function mustNotHang(path: string): void {
  const found = orFailure(() => safeFiles.lstat(path));
  if (isUntouched(found)) throw new UntouchedError(found);
}

function wayTo(path: string): Way {
  const way = new Map([['/', lstatSync('/')]]);
  const names = path.split('/');
  let end = '/';
  let links = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      end = dirname(end);
      continue;
    }
    const each = join(end, name);
    mustNotHang(each);
    const stats = lstatSync(each, {throwIfNoEntry: false});
    if (!stats) break;
    way.set(each, stats);
    if (!stats.isSymbolicLink()) {
      end = each;
      continue;
    }
    if (++links > maxLinks) throw Object.assign(new Error('too many links'), {code: 'ELOOP'});
    const target = readlinkSync(each);
    if (isAbsolute(target)) end = '/';
    names.unshift(...target.split('/'));
  }
  return {way, end};
}

/**
 * In a directory with the sticky bit nobody can replace an entry of another user (unlink(2)), but everybody can add
 * one. So the bit guards an entry on the way, and not a directory at its end. The mode of a link means nothing
 * (symlink(7)).
 */
function isGuarded(stats: Stats, owners: readonly number[], isEnd: boolean): boolean {
  const othersMayWrite = (stats.mode & 0o022) !== 0;
  const isSticky = !isEnd && stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  return owners.includes(stats.uid) && (!othersMayWrite || isSticky || stats.isSymbolicLink());
}
