import {importOwn, type Patch, patching} from './patch.ts';

/** Lines that are remembered; a cache holds up to twice as many, a few screens of them. */
const mostLines = 256;
/** Lines that are remembered as cells, each of which takes a hundred times the memory of its text. */
const mostDrawn = 64;

const memo = (name: string, original: string): string =>
  `const ${name}Cache = new QuickLRU({maxSize: ${mostLines}});
const ${name} = text => {
  let result = ${name}Cache.get(text);
  if (result === undefined) {
    result = ${original}(text);
    ${name}Cache.set(text, result);
  }
  return result;
};\n`;

const importCache = "import QuickLRU from 'quick-lru';\n";
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
    before: `${importCache}${importOwn('createKeptRows', '../terminal/ink/kept-rows.ts')}const keptRows = createKeptRows();\n`,
    changes: [
      ['widths = new Map();', `widths = new QuickLRU({maxSize: ${mostLines}});`],
      ['blockWidths = new Map();', `blockWidths = new QuickLRU({maxSize: ${mostLines}});`],
      ['styledChars = new Map();', `styledChars = new QuickLRU({maxSize: ${mostDrawn}});`],
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
  {file: 'ink/build/measure-text.js', changes: [['maxSize: 4096', `maxSize: ${mostLines}`]]},
  {file: 'ink/build/wrap-text.js', changes: [['maxSize: 4096', `maxSize: ${mostLines}`]]},
  {
    file: 'ansi-tokenize/build/tokenize.js',
    before: importOwn('graphemesOf', '../terminal/ink/graphemes.ts'),
    changes: [
      ['of segmenter.segment(str)', 'of graphemesOf(str)'],
      ['const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });', ''],
    ],
  },
  {
    // A text without a style of its own needs no function that gives it none.
    file: 'ink/build/components/Text.js',
    changes: [
      [
        'internal_transform: isScreenReaderEnabled ? undefined : transform',
        `internal_transform: !isScreenReaderEnabled && (dimColor || color || effectiveBackgroundColor || bold || italic ||
          underline || strikethrough || inverse) ? transform : undefined`,
      ],
    ],
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
    file: 'ink/build/line-update.js',
    before:
      importOwn('segmenter as lazySegmenter', '../terminal/ink/graphemes.ts') +
      importOwn('isOneCellEach', '../terminal/ink/graphemes.ts'),
    changes: [
      [
        "const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });",
        'const segmenter = lazySegmenter;',
      ],
      ['const printableAscii = /^[ -~]*$/u;', 'const printableAscii = {test: isOneCellEach};'],
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

/** Makes a frame cost what changed in it. */
export const inkCaches = patching('ink-caches', patches);
