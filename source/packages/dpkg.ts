import {readFile} from 'node:fs/promises';
import type {Digest} from './file-digest.ts';
import type {PackageDatabase} from './package-database.ts';

const info = '/var/lib/dpkg/info';
/** Names that dpkg-query takes in one call; more would not fit on a command line. */
const maxPaths = 500;

/** dpkg-query(1) and the checksums that dpkg keeps of what it installed (dpkg-gensymbols aside: `*.md5sums`). */
export const dpkg: PackageDatabase = {
  manager: 'dpkg',
  async owners(paths, run) {
    const found = new Map<string, string>();
    for (let start = 0; start < paths.length; start += maxPaths) {
      // A path with `*`, `?`, `[` or `\` would be taken for a pattern.
      const patterns = paths.slice(start, start + maxPaths).map(path => path.replace(/[*?[\\]/g, '\\$&'));
      const output = await run('dpkg-query', ['-S', ...patterns]);
      if (output === null) return null;
      for (const [path, name] of ownersIn(output)) found.set(path, name);
    }
    return found;
  },
  async digest(name, paths) {
    for (const file of [`${info}/${name}.md5sums`, `${info}/${name.replace(/:[^:]*$/, '')}.md5sums`]) {
      const text = await readFile(file, 'utf8').catch(() => null);
      const hex = text === null ? null : md5In(text, paths);
      if (hex !== null) return {algorithm: 'md5', hex} satisfies Digest;
    }
    return null;
  },
};

/** Lines `PACKAGE[:ARCH][, …]: PATH`; those of diversions ("diversion by dash from: /bin/sh") name no owner. */
export function ownersIn(output: string): readonly (readonly [path: string, name: string])[] {
  return output.split('\n').flatMap(line => {
    const match = line.match(/^([^:,\s]+(?::[^:,\s]+)?)(?:, [^\s]+)*: (\/.*)$/);
    return match ? [[match[2] ?? '', match[1] ?? ''] as const] : [];
  });
}

/** Lines `MD5  PATH`, the path without its leading slash. */
function md5In(text: string, paths: readonly string[]): string | null {
  for (const line of text.split('\n')) {
    const match = line.match(/^([0-9a-f]{32}) {2}(.+)$/);
    if (match && paths.includes(`/${match[2]}`)) return match[1] ?? null;
  }
  return null;
}
