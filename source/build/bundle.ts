import {rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {argv} from 'node:process';
import {build} from 'esbuild';
import {bundleOptions} from './options.ts';

/**
 * Builds `dist/cli.js`, or the file named as argument, and beside it the folder `chunks` with all that it loads when it is
 * needed.
 */
const output = argv[2] ?? 'dist/cli.js';
const directory = dirname(output);
rmSync(join(directory, 'chunks'), {recursive: true, force: true});
await build({
  ...bundleOptions,
  entryPoints: [{in: 'source/entry.ts', out: 'cli'}],
  outdir: directory,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
  // A stack tells where in a short line something happened, and an error that ends the program prints no more than that line.
  lineLimit: 200,
});
