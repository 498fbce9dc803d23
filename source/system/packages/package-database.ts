import type {PackageManager} from '../../domain/inspection.ts';
import type {Digest} from './file-digest.ts';

/** What a tool of the system printed. */
export type Answer = {readonly stdout: string; readonly stderr: string};

/** Runs a tool of the system; null where it is missing, was stopped, or printed more than is read. */
export type Ask = (tool: string, parameters: readonly string[]) => Promise<Answer | null>;

/** The names by which packages may know one file. The first is its own. */
export type FileNames = readonly [string, ...string[]];

/** A file of a package. `digest`: null where the package has none, as of settings that are meant to be changed. */
export type PackageEntry = {readonly name: string; readonly digest: Digest | null};

export type Entries = {
  /** By the first name of the file. A file that no package has is absent. */
  readonly found: ReadonlyMap<string, PackageEntry>;
  /** Whether a file that is absent is of no package: every list of files could be read. */
  readonly isWhole: boolean;
};

/** What one package manager has on record of the files it installed. */
export type PackageDatabase = {
  readonly manager: PackageManager;
  /** Files of which one is there where the manager is in use. They change whenever a package comes or goes. */
  readonly files: readonly string[];
  /** The packages of some files. null: it could not be asked. Never rejects. */
  readonly find: (files: readonly FileNames[], ask: Ask) => Promise<Entries | null>;
};

/** Items of a list in pieces that fit on a command line. */
export function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const all: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}

/** The first of some files' names that a map has a value for, for each file that has one. */
export function byFirstName<T>(files: readonly FileNames[], values: ReadonlyMap<string, T>): Map<string, T> {
  const found = new Map<string, T>();
  for (const names of files) {
    const name = names.find(each => values.has(each));
    const value = name === undefined ? undefined : values.get(name);
    if (value !== undefined) found.set(names[0], value);
  }
  return found;
}
