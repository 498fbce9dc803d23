import {basename} from 'node:path';
import type {Plugin} from 'esbuild';

/** The modules of systeminformation whose functions the program calls, and the ones that these require. */
const used = new Set(['index.js', 'network.js', 'memory.js', 'util.js']);

/**
 * Leaves the other modules of systeminformation out of a bundle: graphics, batteries, printers and so on are most of
 * the package, which is a CommonJS module, so the bundler cannot see that nothing calls them.
 */
export const partsOfSysteminformation: Plugin = {
  name: 'parts-of-systeminformation',
  setup(builder) {
    builder.onLoad({filter: /[\\/]systeminformation[\\/]lib[\\/]\w+\.js$/}, ({path}) =>
      used.has(basename(path)) ? undefined : {contents: 'module.exports = {}', loader: 'js'},
    );
  },
};
