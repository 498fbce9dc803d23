import {readFile} from 'node:fs/promises';
import type {Plugin} from 'esbuild';

/** What is changed in Ink's output.js: text that must stand there, and what takes its place. */
const changes: readonly (readonly [there: string, instead: string])[] = [
  ['widths = new Map();', 'widths = new QuickLRU({maxSize: 4096});'],
  ['blockWidths = new Map();', 'blockWidths = new QuickLRU({maxSize: 4096});'],
  ['styledChars = new Map();', 'styledChars = new QuickLRU({maxSize: 1024});'],
  ['caches = new OutputCaches();', 'caches = sharedCaches;'],
  ['export default class Output', 'const sharedCaches = new OutputCaches();\nexport default class Output'],
];

/**
 * Ink measures and tokenises every line of the screen anew for every frame, because its caches live for one frame. Here they
 * live on, bounded: a frame in which one row changed costs a third. An Ink whose code differs stops the build.
 */
export const inkCaches: Plugin = {
  name: 'ink-caches',
  setup(builder) {
    builder.onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, async ({path}) => {
      const source = await readFile(path, 'utf8');
      const changed = changes.reduce(replaceOnce, source);
      return {contents: `import QuickLRU from 'quick-lru';\n${changed}`, loader: 'js'};
    });
  },
};

function replaceOnce(source: string, [there, instead]: readonly [string, string]): string {
  if (source.split(there).length !== 2) throw new Error(`Ink changed: "${there}" does not stand once in its output.js`);
  return source.replace(there, instead);
}
