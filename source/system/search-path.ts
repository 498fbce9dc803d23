import {systemDirectories} from './find-tool.ts';
import {writableByOthers} from './root-only.ts';

/**
 * The entries of a PATH into which no other user can put a program, for commands that are started by bare names:
 * absolute entries, and for root only entries that only root may write. The system's directories where no entry is
 * left.
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
    // The kernel finds no program there either, as in a circle of links.
    return false;
  }
}
