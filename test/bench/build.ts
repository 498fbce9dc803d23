import {mkdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {inkCaches} from '../../source/build/ink-caches.ts';
import {namesOfPorts} from '../../source/build/names-of-ports.ts';
import {withoutDevtools} from '../../source/build/without-devtools.ts';

// Under node_modules, so that koffi, which stays outside of the bundle, is found from there.
const directory = fileURLToPath(new URL('../../node_modules/.cache/portwatch-bench/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles a file of `source/` or of this folder as `source/bundle.ts` bundles the program; the path of the result. */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(directory, {recursive: true});
  const outfile = join(directory, basename(entry).replace(/\.tsx?$/, '.mjs'));
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    jsx: 'automatic',
    external: ['koffi'],
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js: "import {createRequire as __createRequire} from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined'},
    plugins: [inkCaches, withoutDevtools, namesOfPorts],
  });
  return outfile;
}
