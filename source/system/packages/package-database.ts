import type {PackageManager} from '../../domain/inspection.ts';
import type {Digest} from './file-digest.ts';

/** The output of a tool of the system. */
export type Answer = {readonly stdout: string; readonly stderr: string};

/** Runs a tool of the system; null where it is missing, was stopped, or printed more than the limit. */
export type Ask = (tool: string, parameters: readonly string[]) => Promise<Answer | null>;

/** The names under which packages may list a file. The first is the path of the file itself. */
export type FileNames = readonly [string, ...string[]];

/** A file of a package. `digest`: null where the package has none, as for settings, which are meant to be changed. */
export type PackageEntry = {readonly name: string; readonly digest: Digest | null};

export type Entries = {
  /** Entries by the first name of the file. A file that no package has is absent. */
  readonly found: ReadonlyMap<string, PackageEntry>;
  /** Whether every list of files could be read, so that an absent file is of no package. */
  readonly isWhole: boolean;
};

/** The files that one package manager installed, by its own records. */
export type PackageDatabase = {
  readonly manager: PackageManager;
  /** At least one of these files is there where the manager is in use; they change whenever a package comes or goes. */
  readonly files: readonly string[];
  /** The packages of some files; null where the records could not be read. Never rejects. */
  readonly find: (files: readonly FileNames[], ask: Ask) => Promise<Entries | null>;
};

/** The items of a list in pieces of at most `size`, so that each piece fits on a command line. */
export function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const all: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}

/** Values by the first name of each file: of its names, the first with a value counts. Files without one are absent. */
export function byFirstName<T>(files: readonly FileNames[], values: ReadonlyMap<string, T>): Map<string, T> {
  const found = new Map<string, T>();
  for (const names of files) {
    const name = names.find(each => values.has(each));
    const value = name === undefined ? undefined : values.get(name);
    if (value !== undefined) found.set(names[0], value);
  }
  return found;
}
