import {fileURLToPath} from 'node:url';
import type {BuildOptions} from 'esbuild';
import {namesOfPorts} from './names-of-ports.ts';
import {patchPackages} from './patch.ts';
import {patches} from './patches/index.ts';
import {withoutDevtools} from './without-devtools.ts';

/** The options of every bundle; koffi, which is native, stays outside. */
export const bundleOptions = {
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
  // Without `fetch`, Ink's layout engine decodes its own code instead of loading an HTTP client for it. Without
  // `navigator`, its packages do not load Web Crypto just to detect a browser.
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    fetch: 'undefined',
    'globalThis.navigator': 'undefined',
  },
  inject: ['monotonic-clock.ts', 'lazy-segmenter.ts'].map(name =>
    fileURLToPath(new URL(`../terminal/ink/${name}`, import.meta.url)),
  ),
  plugins: [patchPackages(patches), withoutDevtools, namesOfPorts],
} as const satisfies BuildOptions;

/**
 * How the program is built: `cli.js` in a directory, beside it `chunks/` with the parts that it loads only when it
 * needs them.
 */
export const programOptions = (directory: string) =>
  ({
    ...bundleOptions,
    entryPoints: [{in: 'source/entry.ts', out: 'cli'}],
    outdir: directory,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    // Node prints the line of an uncaught error; without a limit the whole program would be one line.
    lineLimit: 200,
    // For readable stacks (cli/readable-stack.ts). No file names its map, and the package has no maps.
    sourcemap: 'external',
    sourcesContent: false,
  }) as const satisfies BuildOptions;
