import {readdir, readFile} from 'node:fs/promises';
import type {Digest} from './file-digest.ts';
import {type Answer, byFirstName, type PackageDatabase, type PackageEntry, pieces} from './package-database.ts';

const directory = '/var/lib/pacman/local';
const versionFile = 'ALPM_DB_VERSION';
const maxPaths = 300;
/** Bytes of the list of one package, unpacked. */
const mtreeLimit = 64 << 20;

/** pacman(8), and the list in the format mtree(5) that it keeps for each package. */
export const pacman: PackageDatabase = {
  manager: 'pacman',
  files: [directory, `${directory}/${versionFile}`],
  async find(files, ask) {
    // Where pacman cannot read its database, it reports for every file that no package owns it.
    const installed = await readdir(directory).catch(() => null);
    if (installed === null) return null;
    if (installed.every(name => name === versionFile)) return {found: new Map(), isWhole: true};
    const owners = new Map<string, string>();
    for (const some of pieces([...new Set(files.flat())], maxPaths)) {
      const answer = await ask('pacman', ['-Qo', '--', ...some]);
      if (answer === null || hasFailed(answer)) return null;
      for (const [path, owner] of ownersIn(answer.stdout)) owners.set(path, owner);
    }
    const entries = new Map<string, PackageEntry>();
    const digests = new Map<string, ReadonlyMap<string, string>>();
    for (const [path, owner] of owners) {
      if (!digests.has(owner)) digests.set(owner, await digestsOf(owner));
      const hex = digests.get(owner)?.get(path);
      const digest: Digest | null = hex === undefined ? null : {algorithm: 'sha256', hex};
      entries.set(path, {name: owner.replace(/-[^-]+-[^-]+$/, ''), digest});
    }
    return {found: byFirstName(files, entries), isWhole: true};
  },
};

/** Whether an error is not about a single file. */
const hasFailed = ({stderr}: Answer): boolean =>
  stderr
    .split('\n')
    .some(line => /^error: /.test(line) && !/^error: (?:No package owns|failed to read file) /.test(line));

/** Reads lines `PATH is owned by NAME VERSION-RELEASE`. `owner`: NAME-VERSION-RELEASE, the name of its directory. */
function ownersIn(output: string): readonly (readonly [path: string, owner: string])[] {
  return output.split('\n').flatMap(line => {
    const match = line.match(/^(\/.*) is owned by (\S+) (\S+-\S+)$/);
    return match ? [[match[1] ?? '', `${match[2]}-${match[3]}`] as const] : [];
  });
}

async function digestsOf(owner: string): Promise<ReadonlyMap<string, string>> {
  try {
    const {gunzipSync} = await import('node:zlib');
    const mtree = gunzipSync(await readFile(`${directory}/${owner}/mtree`), {maxOutputLength: mtreeLimit});
    const backup = backupIn(await readFile(`${directory}/${owner}/files`, 'utf8'));
    return new Map(digestsIn(mtree.toString('utf8')).filter(([path]) => !backup.has(path)));
  } catch {
    return new Map();
  }
}

/** Lines `./PATH … sha256digest=HEX …` of mtree(5), with special characters in octal. */
export function digestsIn(mtree: string): readonly (readonly [path: string, hex: string])[] {
  return mtree.split('\n').flatMap(line => {
    const match = line.match(/^\.(\/\S+) .*\bsha256(?:digest)?=([0-9a-f]{64})\b/);
    return match ? [[unescaped(match[1] ?? ''), match[2] ?? ''] as const] : [];
  });
}

const unescaped = (text: string): string => {
  const bytes = text.replace(/\\([0-7]{3})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
  return bytes === text ? text : Buffer.from(bytes, 'latin1').toString('utf8');
};

/** Settings, which are meant to be changed: lines `PATH TAB MD5` below %BACKUP%. */
function backupIn(files: string): ReadonlySet<string> {
  const [, section = ''] = files.split('%BACKUP%\n');
  return new Set(section.split('\n').flatMap(line => (line.includes('\t') ? [`/${line.split('\t')[0]}`] : [])));
}
