import {readFile} from 'node:fs/promises';
import {setImmediate as turn} from 'node:timers/promises';
import type {Digest} from './file-digest.ts';
import {byFirstName, type PackageDatabase, type PackageEntry} from './package-database.ts';

/** The database of apk 3, and of apk 2. */
const files = ['/usr/lib/apk/db/installed', '/lib/apk/db/installed'];
/** Lines between two turns of the event loop. */
const linesAtOnce = 10_000;

/** The list of installed files of Alpine Linux, apk-installed(5). */
export const apk: PackageDatabase = {
  manager: 'apk',
  files,
  async find(wanted) {
    for (const file of files) {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) continue;
      const entries = await entriesIn(text, new Set(wanted.flat()));
      return entries && {found: byFirstName(wanted, entries), isWhole: true};
    }
    return null;
  },
};

/**
 * The wanted paths among the lines of a database: `P:` package, `F:` directory, `R:` file in it, `Z:` its checksum.
 * null where the text is no database. Linear in the text, with pauses for the event loop.
 */
export async function entriesIn(
  text: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, PackageEntry> | null> {
  const found = new Map<string, PackageEntry>();
  let [name, directory, path, lines] = ['', '', '', 0];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (++lines % linesAtOnce === 0) await turn();
    if (text[start + 1] === ':') {
      const kind = text[start];
      const value = text.slice(start + 2, end);
      if (kind === 'P') name = value;
      else if (kind === 'F') directory = value === '' ? '' : `/${value}`;
      else if (kind === 'R') path = `${directory}/${value}`;
      if (kind === 'R' && wanted.has(path)) found.set(path, {name, digest: null});
      if (kind === 'Z' && found.has(path)) found.set(path, {name, digest: digestIn(value)});
    }
    start = end + 1;
  }
  return name === '' ? null : found;
}

/** Reads `Q1` and a SHA-1, or `Q2` and a SHA-256, in base64; null for any other text. */
function digestIn(text: string): Digest | null {
  const bytes = Buffer.from(text.slice(2), 'base64');
  if (text.startsWith('Q1') && bytes.length === 20) return {algorithm: 'sha1', hex: bytes.toString('hex')};
  if (text.startsWith('Q2') && bytes.length === 32) return {algorithm: 'sha256', hex: bytes.toString('hex')};
  return null;
}
