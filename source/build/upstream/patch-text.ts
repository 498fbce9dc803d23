import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Patch} from '../patch.ts';
import {packageOf, patchedFiles} from './package-files.ts';

/** Options that override the settings of the user's git, which would change the text. */
const git = ['-c', 'diff.algorithm=myers', '-c', 'core.abbrev=10', 'diff', '--no-index', '--no-ext-diff', '--no-color'];
const sides = ['--no-prefix', 'a', 'b'];

/** Lines around a change; few in generated code, where one line may be a hundred thousand characters long. */
const contextOf = (text: string): number => (/.{10000}/.test(text) ? 1 : 3);

/** A patch as a unified diff of git, for `git apply` in the folder of the package. Throws where git is not there. */
export function patchText(patch: Patch): string {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-patch-'));
  const write = (side: string, path: string, text: string): void => {
    const to = join(folder, side, path.slice(packageOf(patch).length + 1));
    mkdirSync(dirname(to), {recursive: true});
    writeFileSync(to, text);
  };
  try {
    const files = patchedFiles(patch);
    for (const {path, before, after} of files) {
      if (before !== null) write('a', path, before);
      write('b', path, after);
    }
    const context = `--unified=${Math.min(...files.map(({after}) => contextOf(after)))}`;
    const {status, stdout, stderr, error} = spawnSync('git', [...git, context, ...sides], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 1) throw new Error(`${patch.id}: git diff ended with ${status}: ${stderr}`, {cause: error});
    // For a new file, git prints the path in `b` twice.
    return stdout.replaceAll(/^diff --git b\//gm, 'diff --git a/');
  } finally {
    rmSync(folder, {recursive: true});
  }
}
