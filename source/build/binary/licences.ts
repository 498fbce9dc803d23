import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The licence file of a package in this folder; null where it has none. */
function licenceIn(folder: string): string | null {
  const name = readdirSync(folder).find(each => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  return name === undefined ? null : readFileSync(join(folder, name), 'utf8').trim();
}

/**
 * The licences that go with every copy of the executable: of the project, of Node, whose files are in `nodeFolder`, and
 * of every package that the lock file of npm does not mark as `dev`.
 */
export function licences(nodeFolder: string): string {
  const lock: {readonly packages: Readonly<Record<string, {readonly dev?: boolean; readonly license?: string}>>} =
    JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const packages = Object.entries(lock.packages).filter(([path, {dev}]) => path !== '' && !dev && existsSync(path));
  const texts = [
    ['portwatch', licenceIn('.') ?? ''],
    ['Node.js', licenceIn(nodeFolder) ?? ''],
    ...packages.map(([path, {license = 'see its own files'}]) => {
      return [path.replace(/^.*node_modules\//, ''), licenceIn(path) ?? `Licence: ${license}`];
    }),
  ];
  return texts.map(([name, text]) => `${name}\n${'-'.repeat(name?.length ?? 0)}\n\n${text}\n`).join('\n\n');
}
