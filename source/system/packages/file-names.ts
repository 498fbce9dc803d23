import {realpath} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {FileNames} from './package-database.ts';

/**
 * Directories that are links on many systems, so that packages have files under either name
 * (https://wiki.debian.org/UsrMerge).
 */
const mergedDirectories = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/usr/sbin', '/usr/lib64'];

/** Links of this host, and the directories that they lead to: `/usr/bin` is also `/bin`. */
export type Merged = readonly {readonly link: string; readonly directory: string}[];

/** Reads which merged directories of this host are links. Never rejects. */
export async function readMerged(): Promise<Merged> {
  const all = await Promise.all(
    mergedDirectories.map(async link => ({link, directory: await realpath(link).catch(() => link)})),
  );
  return all.filter(({link, directory}) => link !== directory);
}

/**
 * The names under which a package may list a file: its path, its path without links, and both with each name of the
 * directory. Never rejects.
 */
export async function namesOf(path: string, merged: Merged): Promise<FileNames> {
  const directory = await realpath(dirname(path)).catch(() => dirname(path));
  const real = [join(directory, basename(path)), await realpath(path).catch(() => path)];
  const others = real.flatMap(name =>
    merged
      .filter(each => name.startsWith(`${each.directory}/`))
      .map(each => each.link + name.slice(each.directory.length)),
  );
  return [path, ...new Set([...real, ...others].filter(name => name !== path))];
}
