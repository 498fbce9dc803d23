import {readFile} from 'node:fs/promises';
import type {Plugin} from 'esbuild';

/** A file of Ink, what is changed in it (text that must stand there once, and what takes its place), and what is put before. */
type Patch = {
  readonly file: string;
  readonly before: string;
  readonly changes: readonly (readonly [there: string, instead: string])[];
};

const memo = (name: string, original: string): string =>
  `const ${name}Cache = new QuickLRU({maxSize: 2048});
const ${name} = text => {
  let result = ${name}Cache.get(text);
  if (result === undefined) {
    result = ${original}(text);
    ${name}Cache.set(text, result);
  }
  return result;
};\n`;

const importCache = "import QuickLRU from 'quick-lru';\n";

/**
 * Ink cleans, measures and tokenises every line of the screen anew for every frame: its caches, where it has any, live for
 * one frame. Here they live on, bounded. All that is kept is a pure function of a line's text.
 */
const patches: readonly Patch[] = [
  {
    file: 'output.js',
    before: importCache,
    changes: [
      ['widths = new Map();', 'widths = new QuickLRU({maxSize: 4096});'],
      ['blockWidths = new Map();', 'blockWidths = new QuickLRU({maxSize: 4096});'],
      ['styledChars = new Map();', 'styledChars = new QuickLRU({maxSize: 1024});'],
      ['caches = new OutputCaches();', 'caches = sharedCaches;'],
      ['export default class Output', 'const sharedCaches = new OutputCaches();\nexport default class Output'],
    ],
  },
  {
    file: 'squash-text-nodes.js',
    before: importCache + memo('sanitizeCached', 'sanitizeAnsi'),
    changes: [
      [
        "text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));",
        "text = sanitizeCached(text.replaceAll('\\r\\n', '\\n'));",
      ],
    ],
  },
  {
    // Over a line that stays, Ink moves down by one; moving over all of them at once takes a tenth of the bytes.
    file: 'log-update.js',
    before:
      String.raw`const joinMoves = parts => parts.join('').replace(/(?:\x1b\[E){2,}/g, moves => '\x1b[' + moves.length / 3 + 'E');` +
      '\n',
    changes: [["stream.write(buffer.join(''));", 'stream.write(joinMoves(buffer));']],
  },
  {
    file: 'render-node-to-output.js',
    before: importCache + memo('widestLineCached', 'widestLine'),
    changes: [['const currentWidth = widestLine(text);', 'const currentWidth = widestLineCached(text);']],
  },
];

/** Makes a frame cost what changed in it. An Ink whose code differs stops the build. */
export const inkCaches: Plugin = {
  name: 'ink-caches',
  setup(builder) {
    builder.onLoad({filter: /[\\/]ink[\\/]build[\\/][^\\/]+\.js$/}, async ({path}) => {
      const patch = patches.find(({file}) => path.endsWith(`build/${file}`) || path.endsWith(`build\\${file}`));
      if (!patch) return null;
      const source = await readFile(path, 'utf8');
      const changed = patch.changes.reduce((text, change) => replaceOnce(text, change, patch.file), source);
      return {contents: patch.before + changed, loader: 'js'};
    });
  },
};

function replaceOnce(source: string, [there, instead]: readonly [string, string], file: string): string {
  if (source.split(there).length !== 2) throw new Error(`Ink changed: "${there}" does not stand once in its ${file}`);
  return source.replace(there, () => instead);
}
