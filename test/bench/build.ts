import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {bundleOptions} from '../../source/build/options.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
// Within the project, so that koffi, which stays outside of the bundle, is found from there.
export const directory = join(root, 'dist/bench');

/**
 * Bundles a file of `source/` or of this folder, by the options of the program, into one file with a source map; its
 * path.
 */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(directory, {recursive: true});
  const outfile = join(directory, basename(entry).replace(/\.tsx?$/, '.mjs'));
  await build({
    ...bundleOptions(),
    entryPoints: [join(root, entry)],
    outfile,
    sourcemap: 'external',
    sourcesContent: false,
  });
  return outfile;
}

/** Builds the program as `npm run build` does; the path of what starts it. */
export function bundleProgram(): string {
  const folder = join(directory, 'program');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const program = join(folder, 'cli.js');
  execFileSync(process.execPath, ['source/build/bundle.ts', program], {cwd: root, stdio: 'inherit'});
  return program;
}
