import {lstat, realpath} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';

/**
 * The first of a file and the directories above it, where it is named and where links lead, that others than root may write,
 * and so the file or what stands in its place; null where there is none. Rejects as lstat(2) does.
 */
export async function writableByOthers(path: string): Promise<string | null> {
  for (const start of new Set([resolve(path), await realpath(path)])) {
    for (const each of withAbove(start)) if (!(await isRootsOwn(each))) return each;
  }
  return null;
}

/** A path and all directories above it. */
function withAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...withAbove(above)];
}

/** In a directory with the sticky bit nobody can replace what is root's (unlink(2)); the mode of a link means nothing. */
async function isRootsOwn(path: string): Promise<boolean> {
  const stats = await lstat(path);
  const othersMayWrite = (stats.mode & 0o022) !== 0;
  const isSticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  return stats.uid === 0 && (!othersMayWrite || isSticky || stats.isSymbolicLink());
}
