import {fileURLToPath} from 'node:url';
import type {BuildOptions} from 'esbuild';
import {inkCaches} from './ink-caches.ts';
import {inkLeaves} from './ink-leaves.ts';
import {namesOfPorts} from './names-of-ports.ts';
import {quickStart} from './quick-start.ts';
import {withoutDevtools} from './without-devtools.ts';
import {withoutManifests} from './without-manifests.ts';

/** How the program is bundled; koffi, which is native, stays outside. */
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
    js: "import {createRequire as __createRequire} from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  // Without `fetch`, Ink's layout engine decodes its own code instead of loading an HTTP client for it.
  // Without `navigator`, its packages do not have Node load all of Web Crypto to be told that this is no browser.
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    fetch: 'undefined',
    'globalThis.navigator': 'undefined',
  },
  inject: [fileURLToPath(new URL('../terminal/ink/clock.ts', import.meta.url))],
  plugins: [inkCaches, inkLeaves, quickStart, withoutDevtools, withoutManifests, namesOfPorts],
} as const satisfies BuildOptions;
