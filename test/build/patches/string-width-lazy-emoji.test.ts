import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import published from 'string-width';
import {patchSource} from '../../../source/build/patch.ts';
import {stringWidthLazyEmoji} from '../../../source/build/patches/string-width-lazy-emoji.ts';

type StringWidth = typeof published;

/** The package with its patch, which counts the expressions that it makes while it runs. */
async function loadPatched(): Promise<{readonly width: StringWidth; readonly made: () => number}> {
  const file = 'node_modules/string-width/index.js';
  const source = patchSource([stringWidthLazyEmoji], file.replace('node_modules', ''), readFileSync(file, 'utf8'));
  const counting =
    'let made = 0;\nclass RegExp extends globalThis.RegExp { constructor(...rest) { super(...rest); made++; } }\n';
  const text = `${source}\n${counting}export const countMade = () => made;`;
  const linked = text.replaceAll(/(?<=^import .* from ')[^']+/gm, name => import.meta.resolve(name));
  const {default: width, countMade} = await import(`data:text/javascript,${encodeURIComponent(linked)}`);
  return {width, made: countMade};
}

test('the expression of all emoji is made for a text that may have one, not for digits beside others', async () => {
  const {width, made} = await loadPatched();
  assert.equal(width('12 ›  #3 * → 日本 é ✓'), published('12 ›  #3 * → 日本 é ✓'));
  assert.equal(made(), 0);
  assert.equal(width('👍'), 2);
  assert.equal(made(), 1);
  width('👍👍');
  assert.equal(made(), 1, 'once');
});

test('every character, and each kind of sequence of emoji, is as wide as without the patch', async () => {
  const {width} = await loadPatched();
  const different: string[] = [];
  const compare = (text: string): void => void (width(text) === published(text) || different.push(text));
  const codes = [...Array(0x3400).keys(), ...Array.from({length: 0xc00}, (_, index) => 0x1f000 + index)];
  for (const code of codes) {
    const character = String.fromCodePoint(code);
    compare(character);
    // With the selector of emoji, and as a keycap.
    if (/\p{Emoji}/v.test(character))
      for (const after of ['\ufe0f', '\ufe0f\u20e3', '\u20e3', '🏽']) compare(character + after);
  }
  const family = ['👩', '👩‍💻', '👨‍👩‍👧‍👦', '❤️‍🔥', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇩🇪', '🇩', '1️⃣2️⃣', '#️⃣', '*⃣', '👩🏽‍🚀', 'a\u20e3'];
  for (const text of family) compare(text);
  assert.deepEqual(different, []);
});
