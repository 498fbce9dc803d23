import {existsSync, lstatSync, mkdirSync, readFileSync, realpathSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, isAbsolute, join, relative} from 'node:path';
import {capabilitiesIn} from '../linux/capabilities.ts';

/**
 * `$XDG_CACHE_HOME/portwatch`, else `~/.cache/portwatch`, made where it is not there yet; null where `$XDG_CACHE_HOME` or the
 * home does not exist, and where anybody but this user and root could put something into it: what is read from there is run.
 */
export function ownCacheDirectory(env: NodeJS.ProcessEnv, uid: number): string | null {
  try {
    const base = env.XDG_CACHE_HOME;
    const [root, below] = base && isAbsolute(base) ? [base, 'portwatch'] : [homedir(), '.cache/portwatch'];
    // Debian gives daemons /nonexistent as their home, which is to stay so.
    if (!existsSync(root)) return null;
    const wanted = join(root, below);
    const missing = withParents(wanted).filter(path => !lstatSync(path, {throwIfNoEntry: false}));
    const existing = missing.length === 0 ? wanted : dirname(missing.at(-1) ?? wanted);
    const real = realpathSync(existing);
    if (!withParents(real).every(directory => isOnlyFor(directory, [0, uid]))) return null;
    // One by one: in /proc, Node's own `recursive` never comes to an end.
    for (const path of missing.toReversed()) mkdirSync(join(real, relative(existing, path)), {mode: 0o700});
    const directory = join(real, relative(existing, wanted));
    return isOnlyFor(directory, [uid]) ? directory : null;
  } catch {
    return null;
  }
}

/**
 * Whether a process with this `/proc/PID/status` may do what other processes of its user may not: what those can write is
 * not for it to run. Root can write everything anyway.
 */
export const isAboveItsUser = (status: string, uid: number): boolean => uid !== 0 && capabilitiesIn(status) !== 0n;

/** The text of `/proc/self/status`; empty on systems that have none. */
export function ownStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}

/** A path and every directory above it, up to the root. */
function withParents(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...withParents(parent)];
}

/** Whether it is a directory that one of these users owns and nobody else may write. */
function isOnlyFor(path: string, users: readonly number[]): boolean {
  const stat = lstatSync(path);
  return stat.isDirectory() && users.includes(stat.uid) && (stat.mode & 0o022) === 0;
}
