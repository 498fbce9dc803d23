import type {PackageManager} from '../../domain/inspection.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';

/** A directory that only one tool writes, and in which every path names its package. */
type Store = {
  readonly manager: PackageManager;
  /** Matches a path in the directory; `nameIn` and `signs` read its groups. */
  readonly pattern: RegExp;
  readonly nameIn: (match: RegExpMatchArray) => string;
  /** Files that are there only where the tool installed the package, not where somebody copied its path. */
  readonly signs: (match: RegExpMatchArray) => readonly string[];
};

const hash = '[0-9a-df-np-sv-z]{32}';

/**
 * The stores. nix, guix: the name has a hash of everything from which the package was built, and only root writes the
 * store. snap: a squashfs, which nobody can write, mounted from the file of the snap. flatpak: a checkout that only
 * root writes, of the commit that the path names.
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

/** Bits of st_mode (inode(7)): the group or others may write. */
const writableByOthers = 0o022;

/** The package of a path in a store, where only root could have put it there; null for any other path. */
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
