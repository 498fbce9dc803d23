import {importOwn, patching} from './patch.ts';

const lazySegmenter = importOwn('segmenter as lazySegmenter', '../terminal/ink/graphemes.ts');

/**
 * What packages prepare when they are loaded and the first screen does not need, is prepared when it is first used. The
 * expression for emoji alone takes V8 longer than Node takes to start; Intl.Segmenter and the modules of Node follow.
 */
export const quickStart = patching('quick-start', [
  {
    file: 'string-width/index.js',
    before: `${lazySegmenter}${importOwn('isOneCellEach', '../terminal/ink/graphemes.ts')}`,
    changes: [
      ['const segmenter = new Intl.Segmenter();', 'const segmenter = lazySegmenter;'],
      [
        'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
        "let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text)};",
      ],
      ['if (/^[\\u0020-\\u007E]*$/.test(string)) {', 'if (isOneCellEach(string)) {'],
    ],
  },
  {
    file: 'wrap-ansi/index.js',
    before: lazySegmenter,
    changes: [['const segmenter = new Intl.Segmenter();', 'const segmenter = lazySegmenter;']],
  },
  {
    file: 'slice-ansi/tokenize-ansi.js',
    before: lazySegmenter,
    changes: [
      [
        "const GRAPHEME_SEGMENTER = new Intl.Segmenter(undefined, {granularity: 'grapheme'});",
        'const GRAPHEME_SEGMENTER = lazySegmenter;',
      ],
    ],
  },
  {
    file: 'ink-table/dist/index.js',
    changes: [["import { sha1 } from 'object-hash';", "const sha1 = row => require('object-hash').sha1(row);"]],
  },
  {
    file: 'signal-exit/index.js',
    changes: [
      [
        "var assert = require('assert')",
        'var assert = {equal: (actual, expected, message) => { if (actual !== expected) throw new TypeError(message); }};',
      ],
    ],
  },
]);
