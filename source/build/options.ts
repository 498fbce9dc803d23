import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BuildOptions} from 'esbuild';
import {mainAsScripts} from './as-scripts.ts';
import {namesOfPorts} from './names-of-ports.ts';
import {partsOfSysteminformation} from './parts-of-systeminformation.ts';
import {type Patch, patchPackages} from './patch.ts';
import {patches} from './patches/index.ts';
import {type StandIn, standIns} from './stand-ins.ts';
import {withoutDevtools} from './without-devtools.ts';

/** The differences between a bundle and its packages as they are published. */
export type Changes = {readonly patches: readonly Patch[]; readonly standIns: readonly StandIn[]};

/** All changes, as the program has them. */
export const allChanges: Changes = {patches, standIns};

/** The options of every bundle; koffi, which is native, stays outside. */
export const bundleOptions = (changes: Changes = allChanges) =>
  ({
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    jsx: 'automatic',
    external: ['koffi'],
    legalComments: 'none',
    logLevel: 'warning',
    // Some dependencies are CommonJS and ask for Node's own modules by `require`.
    banner: {
      js: `import {createRequire as __createRequire} from 'node:module';
const require = __createRequire(import.meta.url);`,
    },
    define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
    inject: changes.standIns.map(({file}) => fileURLToPath(new URL(`../${file}`, import.meta.url))),
    plugins: [patchPackages(changes.patches), withoutDevtools, partsOfSysteminformation, namesOfPorts],
  }) as const satisfies BuildOptions;

/** How the code of the program is written. */
export const minified = {
  minify: true,
  // Node prints the line of an error that nobody caught; without a limit all of the program is one line.
  lineLimit: 200,
  // For readable stacks (cli/readable-stack.ts). No file names its map, and the package holds none.
  sourcemap: 'external',
  sourcesContent: false,
} as const satisfies BuildOptions;

/**
 * How the program is built: `cli.js` in a directory, which starts it, and beside it `chunks/` with its scripts, some of
 * which it loads only when it needs them (as-scripts.ts).
 */
export const programOptions = (directory: string, changes: Changes = allChanges) => {
  const {plugins, ...options} = bundleOptions(changes);
  return {
    ...options,
    ...minified,
    inject: [],
    entryPoints: [{in: 'source/entry.ts', out: 'cli'}],
    outdir: directory,
    splitting: true,
    metafile: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [mainAsScripts(join(directory, 'chunks'), {...options, plugins}), ...plugins],
  } as const satisfies BuildOptions;
};
