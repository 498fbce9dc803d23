import {mkdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {bundleOptions} from '../../source/build/options.ts';

// Under node_modules, so that koffi, which stays outside of the bundle, is found from there.
const directory = fileURLToPath(new URL('../../node_modules/.cache/portwatch-bench/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles a file of `source/` or of this folder as `source/bundle.ts` bundles the program; the path of the result. */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(directory, {recursive: true});
  const outfile = join(directory, basename(entry).replace(/\.tsx?$/, '.mjs'));
  await build({...bundleOptions, entryPoints: [join(root, entry)], outfile});
  return outfile;
}
