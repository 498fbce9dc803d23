import {realpath} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {PackagedFile} from '../domain/evidence.ts';
import {type Known, known, unknown} from '../domain/known.ts';
import {sanitize} from '../domain/text.ts';
import type {RunTool} from '../system/run-tool.ts';
import {dpkg} from './dpkg.ts';
import {hasDigest} from './file-digest.ts';
import type {PackageDatabase, RunForText} from './package-database.ts';

/** Finds the package of each of some files of this host, and whether its bytes are the package's. */
export type FindPackages = (
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Known<PackagedFile | null>>>;

const databases: readonly PackageDatabase[] = [dpkg];

/** Milliseconds for each run of a package manager. */
const timeLimit = 10_000;
const outputLimit = 4 << 20;
const maxKnown = 5000;

/**
 * Finds packages of files, all in one question; what was answered is kept, and its bytes are compared again whenever the
 * file has changed. A file is of no package only where a package manager is there and answered.
 */
export function createFindPackages(run: RunTool): FindPackages {
  const owners = new Map<string, {readonly name: string; readonly database: PackageDatabase} | null>();

  return async (paths, signal) => {
    const ask: RunForText = async (tool, parameters) => {
      const result = await run(tool, parameters, {signal, timeLimit, outputLimit});
      return result.kind === 'done' && !result.truncated ? result.stdout.toString('utf8') : null;
    };
    const names = new Map(await Promise.all(paths.map(async path => [path, await namesOf(path)] as const)));
    const fresh = paths.filter(path => !owners.has(path));
    if (fresh.length > 0) {
      if (owners.size > maxKnown) owners.clear();
      for (const [path, owner] of await ownersOf(fresh, names, ask)) owners.set(path, owner);
    }
    const found = new Map<string, Known<PackagedFile | null>>();
    for (const path of paths) {
      const owner = owners.get(path);
      if (owner === undefined) found.set(path, unknown('not-collected'));
      else if (owner === null) found.set(path, known(null));
      else {
        const {name, database} = owner;
        const digest = await database.digest(name, names.get(path) ?? [path], ask);
        const unchanged = digest ? await hasDigest(path, digest, signal) : unknown('not-collected');
        found.set(
          path,
          known({name: sanitize(name.replace(/:[^:]*$/, ''), 200), manager: database.manager, unchanged}),
        );
      }
    }
    return found;
  };
}

type Found = {readonly name: string; readonly database: PackageDatabase} | null;

/** The owner of each path; absent where no package manager could be asked. */
async function ownersOf(
  paths: readonly string[],
  names: ReadonlyMap<string, readonly string[]>,
  run: RunForText,
): Promise<ReadonlyMap<string, Found>> {
  const all = [...new Set(paths.flatMap(path => names.get(path) ?? [path]))];
  const found = new Map<string, Found>();
  let answered = false;
  for (const database of databases) {
    const owners = await database.owners(all, run);
    if (owners === null) continue;
    answered = true;
    for (const path of paths) {
      const name = (names.get(path) ?? [path]).flatMap(each => owners.get(each) ?? [])[0];
      if (name !== undefined && !found.has(path)) found.set(path, {name, database});
    }
  }
  if (answered) for (const path of paths) if (!found.has(path)) found.set(path, null);
  return found;
}

/** A path and the other names that a package may know the file by: without links on the way, with and without /usr. */
async function namesOf(path: string): Promise<readonly string[]> {
  const directory = await realpath(dirname(path)).catch(() => null);
  const real = directory === null ? path : join(directory, basename(path));
  return [...new Set([path, real, ...[path, real].flatMap(withoutUsr)])];
}

/** Where /bin is a link to /usr/bin, packages own a file under either name (https://wiki.debian.org/UsrMerge). */
const withoutUsr = (path: string): readonly string[] =>
  /^\/usr\/(?:s?bin|lib\w*)\//.test(path) ? [path.slice('/usr'.length)] : [];
