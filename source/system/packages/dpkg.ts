import {readFile} from 'node:fs/promises';
import type {Digest} from './file-digest.ts';
import {type Ask, byFirstName, type PackageDatabase, type PackageEntry, pieces} from './package-database.ts';

const directory = '/var/lib/dpkg';
/** Names that dpkg-query takes in one call; more would not fit on a command line. */
const maxPaths = 500;

/** dpkg-query(1), dpkg-divert(1), and the checksums that dpkg keeps of installed files other than settings. */
export const dpkg: PackageDatabase = {
  manager: 'dpkg',
  files: [`${directory}/status`, `${directory}/diversions`],
  async find(files, ask) {
    const diversions = diversionsIn(await textOf(`${directory}/diversions`));
    const paths = [...new Set(files.flat().flatMap(path => [path, diversions.originals.get(path) ?? path]))];
    const owned = await ownersOf(paths, ask);
    if (owned === null) return null;
    const entries = new Map<string, PackageEntry>();
    const sums = new Map<string, ReadonlyMap<string, string>>();
    for (const path of files.flat()) {
      const {name, original} = ownerOf(path, owned.owners, diversions);
      if (name === undefined) continue;
      if (!sums.has(name)) sums.set(name, await checksumsOf(name));
      const hex = sums.get(name)?.get(original);
      const digest: Digest | null = hex === undefined ? null : {algorithm: 'md5', hex};
      entries.set(path, {name: withoutArchitecture(name), digest});
    }
    return {found: byFirstName(files, entries), isWhole: owned.isWhole};
  },
};

type Owners = ReadonlyMap<string, readonly string[]>;

async function ownersOf(paths: readonly string[], ask: Ask): Promise<{owners: Owners; isWhole: boolean} | null> {
  const owners = new Map<string, readonly string[]>();
  let isWhole = true;
  for (const some of pieces(paths, maxPaths)) {
    // A path with `*`, `?`, `[` or `\` would be taken for a pattern.
    const answer = await ask('dpkg-query', ['-S', ...some.map(path => path.replace(/[*?[\\]/g, '\\$&'))]);
    if (answer === null || /^dpkg-query: error:/m.test(answer.stderr)) return null;
    if (/files list file for package/.test(answer.stderr)) isWhole = false;
    for (const [path, names] of ownersIn(answer.stdout)) owners.set(path, names);
  }
  return {owners, isWhole};
}

/** Lines `PACKAGE[:ARCH][, …]: PATH`. Lines of diversions ("diversion by dash from: /bin/sh") name no owner. */
export function ownersIn(output: string): readonly (readonly [path: string, names: readonly string[]])[] {
  return output.split('\n').flatMap(line => {
    const match = line.match(/^([^:,\s]+(?::[^:,\s]+)?(?:, [^:,\s]+(?::[^:,\s]+)?)*): (\/.*)$/);
    return match ? [[match[2] ?? '', (match[1] ?? '').split(', ')] as const] : [];
  });
}

/**
 * Files that dpkg-divert(1) has moved. `takers`: by the original path, the package that took the place (`:` is the
 * administrator). `originals`: by the new path, the original one.
 */
type Diversions = {
  readonly takers: ReadonlyMap<string, string>;
  readonly originals: ReadonlyMap<string, string>;
};

/** Reads the list of diversions, three lines for each: the original path, the new path, the package. */
export function diversionsIn(text: string): Diversions {
  const lines = text.split('\n');
  const takers = new Map<string, string>();
  const originals = new Map<string, string>();
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = '', to = '', by = ''] = lines.slice(at, at + 3);
    takers.set(from, by);
    originals.set(to, from);
  }
  return {takers, originals};
}

/** The package of the file at a path, and the path under which the package lists the file. */
function ownerOf(
  path: string,
  owners: Owners,
  {takers, originals}: Diversions,
): {readonly name: string | undefined; readonly original: string} {
  const original = originals.get(path) ?? path;
  const taker = takers.get(original);
  const names = owners.get(original) ?? [];
  const isTakers = (name: string): boolean => withoutArchitecture(name) === taker;
  if (taker === undefined) return {name: names[0], original};
  return {name: names.find(name => isTakers(name) === (original === path)), original};
}

const withoutArchitecture = (name: string): string => name.replace(/:[^:]*$/, '');

/** Checksums of a package by path. Lines `MD5  PATH`, the path without its leading slash. */
async function checksumsOf(name: string): Promise<ReadonlyMap<string, string>> {
  const text =
    (await textOf(`${directory}/info/${name}.md5sums`)) ||
    (await textOf(`${directory}/info/${withoutArchitecture(name)}.md5sums`));
  return new Map([...text.matchAll(/^([0-9a-f]{32}) {2}(.+)$/gm)].map(([, hex = '', path]) => [`/${path}`, hex]));
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
