import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** Names that a clause like `{type A, b as c}` takes from a module. */
const namesIn = (clause: string): readonly string[] =>
  clause.split(',').map(each => /^\s*(?:type\s+)?([\w$]*)/.exec(each)?.[1] ?? '');

/** Ways to take names from a file: the names, or nothing for all of them, and the path. */
const ways = [
  /^(?:import|export)(?:\s+type)?\s+(?:\w+,\s*)?\{(?<names>[^}]*)\}\s+from '(?<path>\.[^']+)'/gm,
  /^(?:import|export)\s+\* (?:as \w+ )?from '(?<path>\.[^']+)'/gm,
  /(?:\{(?<names>[^{}]*)\} = await )?\bimport\(\s*'(?<path>\.[^']+)'/g,
  // Code that the bundler adds to other packages, and a file that it puts before all others.
  /\bimportOwn\('(?<names>[^']+)', '(?<path>\.[^']+)'/g,
  /\binject: .*'(?<path>\.[^']+\.ts)'/g,
];

/**
 * Exports of these files that no file of the project imports, as `file name`: a scan of the text, not of the syntax.
 */
export function unusedExports(files: readonly string[], importers: readonly string[]): readonly string[] {
  const used = new Set<string>();
  for (const file of importers) {
    const text = readFileSync(file, 'utf8');
    for (const {groups = {}} of ways.flatMap(way => [...text.matchAll(way)])) {
      for (const name of namesIn(groups.names ?? '')) used.add(`${join(dirname(file), groups.path ?? '')} ${name}`);
    }
  }
  return files.flatMap(file => {
    const exported = readFileSync(file, 'utf8').matchAll(
      /^export (?:async )?(?:const|let|function\*?|class|type) (\w+)/gm,
    );
    const names = [...exported].map(([, name]) => `${file} ${name}`);
    return used.has(`${file} `) ? [] : names.filter(name => !used.has(name));
  });
}
