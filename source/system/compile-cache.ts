import {existsSync, lstatSync, realpathSync} from 'node:fs';
import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {whyHanging} from './hanging-path.ts';
import {makeDirectory} from './make-directory.ts';
import {isAboveItsUser, ownStatus} from './own-status.ts';
import {writableByOthers} from './root-only.ts';

/**
 * `$XDG_CACHE_HOME/portwatch`, else `~/.cache/portwatch`, for code that is run. Makes the directory where it is absent.
 * Returns null where `$XDG_CACHE_HOME` or the home does not exist, where users besides this one and root may change the
 * directory, and where its file system may hang.
 */
export function ownCacheDirectory(env: NodeJS.ProcessEnv, uid: number): string | null {
  try {
    const base = env.XDG_CACHE_HOME;
    const [root, below] = base && isAbsolute(base) ? [base, 'portwatch'] : [homedir(), '.cache/portwatch'];
    const wanted = join(root, below);
    // Debian gives daemons /nonexistent as their home, which must not come to exist.
    if (whyHanging(wanted) !== null || !existsSync(root) || writableByOthers(wanted, [0, uid]) !== null) return null;
    makeDirectory(wanted, 0o700);
    const directory = realpathSync(wanted);
    const stats = lstatSync(directory);
    return stats.isDirectory() && stats.uid === uid ? directory : null;
  } catch {
    return null;
  }
}

/**
 * The directory for code of this program, and for answers that count as much; null where there is none, on a system
 * without uids, and where the process has rights that its user lacks.
 */
export function ownCache(): string | null {
  const euid = process.geteuid?.();
  return euid === undefined || isAboveItsUser(ownStatus(), euid) ? null : ownCacheDirectory(process.env, euid);
}
