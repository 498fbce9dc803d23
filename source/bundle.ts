import {argv} from 'node:process';
import {build} from 'esbuild';
import {inkCaches} from './build/ink-caches.ts';
import {namesOfPorts} from './build/names-of-ports.ts';
import {withoutDevtools} from './build/without-devtools.ts';

/** Builds `dist/cli.js`, or the file named as argument: one that runs on its own; koffi, which is native, stays outside. */
await build({
  entryPoints: ['source/cli.ts'],
  outfile: argv[2] ?? 'dist/cli.js',
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
    js: "#!/usr/bin/env node\nimport {createRequire as __createRequire} from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  // Without `fetch`, Ink's layout engine decodes its own code instead of loading an HTTP client for it.
  define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined'},
  plugins: [inkCaches, withoutDevtools, namesOfPorts],
});
