import {systemDirectories} from './find-tool.ts';
import {writableByOthers} from './root-only.ts';

/**
 * The part of a PATH that no other user can put a program into, for commands that are started by their bare names:
 * absolute entries, and for root only those that root alone may write. The system's directories where nothing is left.
 */
export function safeSearchPath(searchPath: string, uid: number): string {
  const entries = searchPath.split(':').filter(entry => entry.startsWith('/'));
  const safe = entries.filter(entry => uid !== 0 || isRootsOwn(entry));
  return (safe.length > 0 ? safe : systemDirectories).join(':');
}

function isRootsOwn(entry: string): boolean {
  try {
    return writableByOthers(entry, [0]) === null;
  } catch {
    // Where the kernel cannot go, as into a circle of links, no program is found either.
    return false;
  }
}
