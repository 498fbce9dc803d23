import type {Digest} from './file-digest.ts';
import {type Answer, byFirstName, type PackageDatabase, type PackageEntry, pieces} from './package-database.ts';

const maxPaths = 500;
/** The number of packages whose files one call lists: a large package has some ten thousand files. */
const maxPackages = 10;

const identity = '%{NAME}-%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}.%{ARCH}\\n';
const file = '[%{=NAME}\\t%{=FILEDIGESTALGO}\\t%{FILEDIGESTS}\\t%{FILEFLAGS:fflags}\\t%{FILENAMES}\\n]';

/** Numbers of OpenPGP (RFC 9580, 9.5), as in the tag FILEDIGESTALGO; packages without it have MD5. */
const algorithms: Readonly<Record<string, Digest['algorithm']>> = {
  '(none)': 'md5',
  '1': 'md5',
  '2': 'sha1',
  '8': 'sha256',
  '10': 'sha512',
};

/** rpm(8): first the packages of all files, then the files of these packages. */
export const rpm: PackageDatabase = {
  manager: 'rpm',
  files: ['/var/lib/rpm', '/usr/lib/sysimage/rpm'].flatMap(directory =>
    ['rpmdb.sqlite', 'rpmdb.sqlite-wal', 'Packages.db', 'Packages'].map(name => `${directory}/${name}`),
  ),
  async find(files, ask) {
    const owners = new Set<string>();
    for (const some of pieces([...new Set(files.flat())], maxPaths)) {
      const answer = await ask('rpm', ['-q', '--queryformat', identity, '-f', ...some]);
      if (answer === null || hasFailed(answer)) return null;
      for (const line of answer.stdout.split('\n')) if (/^\S+$/.test(line)) owners.add(line);
    }
    const entries = new Map<string, PackageEntry>();
    for (const some of pieces([...owners], maxPackages)) {
      const answer = await ask('rpm', ['-q', '--queryformat', file, ...some]);
      if (answer === null || hasFailed(answer)) return null;
      for (const [path, entry] of filesIn(answer.stdout)) entries.set(path, entry);
    }
    return {found: byFirstName(files, entries), isWhole: true};
  },
};

/** Whether rpm could not read its database; it then also reports for every file that no package owns it. */
const hasFailed = ({stderr}: Answer): boolean =>
  stderr.split('\n').some(line => /^error: /.test(line) && !/^error: file \/.*: No such file or directory$/.test(line));

/**
 * Reads lines in the format of `file`. There is no digest for settings (flag `c`), which are meant to be changed, and
 * for ghosts (`g`), which the host makes itself.
 */
export function filesIn(output: string): readonly (readonly [path: string, entry: PackageEntry])[] {
  return output.split('\n').flatMap(line => {
    const [name = '', algorithm = '', hex = '', flags = '', path] = line.split('\t');
    if (path === undefined) return [];
    const known = algorithms[algorithm];
    const hasDigest = known !== undefined && /^[0-9a-f]+$/.test(hex) && !/[cg]/.test(flags);
    return [[path, {name, digest: hasDigest ? {algorithm: known, hex} : null}] as const];
  });
}
