import type {PackagedFile} from '../../domain/evidence.ts';
import type {PackageManager} from '../../domain/inspection.ts';
import {type Known, known, type UntouchedWhy, unknown} from '../../domain/known.ts';
import {sanitize} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {type Files, isUntouched, orFailure} from '../../linux/proc-files.ts';
import type {RunTool} from '../run-tool.ts';
import {databases} from './databases.ts';
import {hasDigest} from './file-digest.ts';
import {namesOf, readMerged} from './file-names.ts';
import {answersInFile, type KeptAnswers, keepsNothing} from './kept-answers.ts';
import type {Ask, FileNames, PackageDatabase, PackageEntry} from './package-database.ts';
import {storedFile} from './stores.ts';

/** Finds the package of each of some files of this host, and whether its bytes are as in the package. */
export type FindPackages = (
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Known<PackagedFile | null>>>;

export type Found = PackageEntry & {readonly manager: PackageManager};

/** Milliseconds for each run of a package manager. */
const timeLimit = 10_000;
const outputLimit = 16 << 20;
const maxKnown = 5000;

/** The package of each of some files of this host; null where none has it. */
export type LookUpPackages = (
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Known<Found | null>>>;

/**
 * Finds the packages of files, with one question for all files to each package manager of the host. Answers are kept
 * until a package comes or goes, by `kept` from run to run. A file is of no package only where every package manager of
 * the host answered, and the file system of the file could be touched.
 */
export function createLookUpPackages(
  run: RunTool,
  from: readonly PackageDatabase[] = databases,
  files: Files = safeFiles,
  kept: KeptAnswers = keepsNothing,
): LookUpPackages {
  const answered = new Map<string, Found | null>();
  let stamp = '';

  const at = (path: string): Known<Found | null> => {
    const why = whyUnreachable(files, path);
    if (why !== null) return unknown(why);
    const stored = storedFile(path, files);
    if (stored) return known({...stored, digest: null});
    const found = answered.get(path);
    return found === undefined ? unknown(stamp === '' ? 'not-collected' : 'database-unread') : known(found);
  };

  return async (paths, signal) => {
    const ask: Ask = async (tool, parameters) => {
      const result = await run(tool, parameters, {signal, timeLimit, outputLimit});
      if (result.kind !== 'done' || result.truncated) return null;
      return {stdout: result.stdout.toString('utf8'), stderr: result.stderr.toString('utf8')};
    };
    const present = from.filter(({files: all}) => all.some(path => stampOf(files, path) !== null));
    const now = present.flatMap(each => each.files.map(path => stampOf(files, path) ?? '')).join(' ');
    if (now !== stamp || answered.size > maxKnown) {
      answered.clear();
      const before = stamp === '' ? kept.read() : null;
      if (before?.stamp === now) for (const [path, found] of before.found) answered.set(path, found);
    }
    stamp = now;
    const fresh = paths.filter(path => {
      const found = at(path);
      return !found.known && found.why === 'database-unread';
    });
    for (const [path, found] of await lookUp(fresh, present, ask)) if (found !== undefined) answered.set(path, found);
    if (fresh.length > 0) await kept.write({stamp, found: answered});
    return new Map(paths.map(path => [path, at(path)]));
  };
}

/**
 * Finds the packages of files, and compares each file with the checksum of its package, again whenever the file has
 * changed.
 */
export function createFindPackages(
  run: RunTool,
  lookUpPackages = createLookUpPackages(run, databases, safeFiles, answersInFile()),
): FindPackages {
  return async (paths, signal) => {
    const found = await lookUpPackages(paths, signal);
    const results = [...found].map(async ([path, owner]): Promise<[string, Known<PackagedFile | null>]> => {
      if (!owner.known) return [path, owner];
      if (owner.value === null) return [path, known(null)];
      const {name, manager, digest} = owner.value;
      const unchanged = digest ? await hasDigest(path, digest, signal) : unknown('not-collected');
      return [path, known({name: sanitize(name, 200), manager, unchanged})];
    });
    return new Map(await Promise.all(results));
  };
}

/** The reason why no tool is asked about a path: its file system may hang. A deleted file may still be of a package. */
function whyUnreachable(files: Files, path: string): UntouchedWhy | null {
  const found = orFailure(() => files.stat(path));
  return isUntouched(found) ? found : null;
}

/** A text that changes whenever a file changes; null where the file is absent. */
function stampOf(files: Files, path: string): string | null {
  const found = orFailure(() => files.stat(path));
  return typeof found === 'object' ? `${found.id} ${found.size} ${found.modifiedAt}` : null;
}

/** The packages by path: null where no package has the file, undefined where a package manager could not be asked. */
async function lookUp(
  paths: readonly string[],
  present: readonly PackageDatabase[],
  ask: Ask,
): Promise<ReadonlyMap<string, Found | null | undefined>> {
  if (present.length === 0 || paths.length === 0) return new Map();
  const merged = await readMerged();
  const names: readonly FileNames[] = await Promise.all(paths.map(path => namesOf(path, merged)));
  const answers = await Promise.all(
    present.map(async ({manager, find}) => ({manager, entries: await find(names, ask).catch(() => null)})),
  );
  const isWhole = answers.every(({entries}) => entries?.isWhole === true);
  return new Map(
    paths.map(path => {
      const having = answers.find(({entries}) => entries?.found.has(path));
      const entry = having?.entries?.found.get(path);
      if (having && entry) return [path, {...entry, manager: having.manager}];
      return [path, isWhole ? null : undefined];
    }),
  );
}
