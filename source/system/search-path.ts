import {realpathSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {systemDirectories} from './find-tool.ts';

/**
 * The part of a PATH that no other user can put a program into, for commands that are started by their bare names: absolute
 * entries, and for root only those that are root's own up to `/` and that not everybody may write. One that does not exist is
 * as safe as the directory it would be made in. The system's directories where nothing is left.
 */
export function safeSearchPath(searchPath: string, uid: number): string {
  const entries = searchPath.split(':').filter(entry => entry.startsWith('/'));
  const safe = entries.filter(entry => uid !== 0 || (isRootsOwn(entry) && isRootsOwn(realPath(entry))));
  return (safe.length > 0 ? safe : systemDirectories).join(':');
}

const writableByAll = 0o002;

function isRootsOwn(path: string): boolean {
  const facts = statSync(path, {throwIfNoEntry: false});
  if (facts && (facts.uid !== 0 || (facts.mode & writableByAll) !== 0)) return false;
  const above = dirname(path);
  return above === path || isRootsOwn(above);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
