import type {PackageManager} from '../../domain/inspection.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';

/** A directory whose every path names its package, and that one tool alone writes. */
type Store = {
  readonly manager: PackageManager;
  /** Matches a path in it; the groups are what `nameIn` and `signs` make of it. */
  readonly pattern: RegExp;
  readonly nameIn: (match: RegExpMatchArray) => string;
  /** Files that are there where the tool put the package there, not somebody else by its name. */
  readonly signs: (match: RegExpMatchArray) => readonly string[];
};

const hash = '[0-9a-df-np-sv-z]{32}';

/**
 * What holds for a path in each. nix, guix: the name has a hash of all that the package was built from, and root alone
 * writes the store. snap: a squashfs, which nobody can write, mounted from the file of the snap. flatpak: a checkout
 * that root alone writes, of the commit that the path names.
 */
const stores: readonly Store[] = [
  {
    manager: 'nix',
    pattern: new RegExp(`^/nix/store/${hash}-([^/]+)`),
    nameIn: ([, name = '']) => name,
    signs: () => ['/nix/var/nix/db/db.sqlite'],
  },
  {
    manager: 'guix',
    pattern: new RegExp(`^/gnu/store/${hash}-([^/]+)`),
    nameIn: ([, name = '']) => name,
    signs: () => ['/var/guix/db/db.sqlite'],
  },
  {
    manager: 'snap',
    pattern: /^(?:\/var\/lib\/snapd)?\/snap\/([^/]+)\/(\d+|x\d+)\//,
    nameIn: ([, name = '']) => name,
    signs: ([, name, revision]) => [`/var/lib/snapd/snaps/${name}_${revision}.snap`],
  },
  {
    manager: 'flatpak',
    pattern: /^(\/var\/lib\/flatpak\/(?:app|runtime)\/([^/]+)\/[^/]+\/[^/]+\/[0-9a-f]{64})\/files\//,
    nameIn: ([, , name = '']) => name,
    signs: ([, directory]) => [`${directory}/deploy`],
  },
];

export type StoredFile = {readonly name: string; readonly manager: PackageManager};

/** st_mode: a file that nobody but its owner may write. */
const writableByOthers = 0o022;

/**
 * The package of a path in one of these directories, as far as root alone could have put it there; null of any other.
 */
export function storedFile(path: string, files: Files): StoredFile | null {
  for (const {manager, pattern, nameIn, signs} of stores) {
    const match = path.match(pattern);
    if (match === null) continue;
    const isThere = [path, ...signs(match)].every(each => isOfRoot(files, each));
    return isThere ? {name: nameIn(match), manager} : null;
  }
  return null;
}

function isOfRoot(files: Files, path: string): boolean {
  const found = orFailure(() => files.stat(path));
  return typeof found === 'object' && found.uid === 0 && (found.mode & writableByOthers) === 0;
}
