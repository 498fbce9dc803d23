import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';

/** A file of Ink or of what it draws with, what is changed in it (text that must stand there once, and what takes its place), and what is put before. */
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
/** Imports a function of a file beside this one. */
const importOwn = (name: string, file: string): string =>
  `import {${name}} from ${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))};\n`;

/** Rows of the screen in which nothing changed are neither built of cells nor made text of again. */
const getKeptRows = `get() {
        const text = keptRows.draw(this.operations, this.width, this.height, operations => {
            const row = new Output({width: this.width, height: 1});
            row.operations = operations;
            return row.getAllRows().output;
        });
        return text === null ? this.getAllRows() : { output: text, height: this.height };
    }
    getAllRows() {
        // Initialize output array`;

/**
 * Ink cleans, measures and tokenises every line of the screen anew for every frame: its caches, where it has any, live for
 * one frame. Here they live on, bounded. All that is kept is a pure function of a line's text.
 */
const patches: readonly Patch[] = [
  {
    file: 'ink/build/output.js',
    before: `${importCache}${importOwn('createKeptRows', 'kept-rows.ts')}const keptRows = createKeptRows();\n`,
    changes: [
      ['widths = new Map();', 'widths = new QuickLRU({maxSize: 4096});'],
      ['blockWidths = new Map();', 'blockWidths = new QuickLRU({maxSize: 4096});'],
      ['styledChars = new Map();', 'styledChars = new QuickLRU({maxSize: 1024});'],
      ['caches = new OutputCaches();', 'caches = sharedCaches;'],
      ['character => !/^\\p{', "character => character.value <= '~' || !/^\\p{"],
      [
        'getStringWidth(text) {',
        "getStringWidth(text) {\n        if (text.length === 1 && text >= ' ' && text <= '~') return 1;",
      ],
      ['get() {\n        // Initialize output array', getKeptRows],
      ['export default class Output', 'const sharedCaches = new OutputCaches();\nexport default class Output'],
    ],
  },
  {
    file: 'ansi-tokenize/build/tokenize.js',
    before: importOwn('graphemesOf', 'graphemes.ts'),
    changes: [['of segmenter.segment(str)', 'of graphemesOf(str)']],
  },
  {
    file: 'ink/build/squash-text-nodes.js',
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
    file: 'ink/build/log-update.js',
    before:
      String.raw`const joinMoves = parts => parts.join('').replace(/(?:\x1b\[E){2,}/g, moves => '\x1b[' + moves.length / 3 + 'E');` +
      '\n',
    changes: [["stream.write(buffer.join(''));", 'stream.write(joinMoves(buffer));']],
  },
  {
    file: 'ink/build/render-node-to-output.js',
    before: importCache + memo('widestLineCached', 'widestLine'),
    changes: [['const currentWidth = widestLine(text);', 'const currentWidth = widestLineCached(text);']],
  },
];

/** Makes a frame cost what changed in it. An Ink whose code differs stops the build. */
export const inkCaches: Plugin = {
  name: 'ink-caches',
  setup(builder) {
    builder.onLoad({filter: /[\\/](?:ink|ansi-tokenize)[\\/]build[\\/][^\\/]+\.js$/}, async ({path}) => {
      const patch = patches.find(({file}) => path.replaceAll('\\', '/').endsWith(`/${file}`));
      if (!patch) return null;
      const source = await readFile(path, 'utf8');
      const changed = patch.changes.reduce((text, change) => replaceOnce(text, change, patch.file), source);
      return {contents: patch.before + changed, loader: 'js'};
    });
  },
};

function replaceOnce(source: string, [there, instead]: readonly [string, string], file: string): string {
  if (source.split(there).length !== 2) throw new Error(`Ink changed: "${there}" does not stand once in ${file}`);
  return source.replace(there, () => instead);
}
