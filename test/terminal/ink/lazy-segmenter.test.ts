import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ownSymbols} from '../../../source/screens/text/own-symbols.ts';
import {LazySegmenter} from '../../../source/terminal/ink/lazy-segmenter.ts';

const real = new Intl.Segmenter();
const expected = (text: string) => Array.from(real.segment(text), ({segment, index}) => ({segment, index}));
const segment = (text: string) => new LazySegmenter(undefined, {granularity: 'grapheme'}).segment(text);

/** Characters that join their neighbours, controls and plain ones, so that each meets each. */
const character = fc.constantFrom(
  ...['a', '1', ' ', '~', '[', 'm', '\x1b', '\r', '\n', '\t', '\0', '\x7f', '\x9b'],
  ...['\u0301', '\u200d', '\ufe0f', '\u20e3', '\u0600', '\u0d4e', '\u0e33', '\u1100', '\u1161', '\u{110bd}'],
  ...['é', '日', ...ownSymbols, '👍', '👩‍👩‍👧', '🇩🇪', '🇩', '\ud83d'],
);

test('graphemes are those of Intl.Segmenter, wherever ASCII and other characters meet', () => {
  const text = fc.array(character, {maxLength: 12}).map(characters => characters.join(''));
  fc.assert(
    fc.property(text, each => assert.deepEqual(segment(each), expected(each))),
    {numRuns: 2000},
  );
});

test('a coloured line of ASCII and own symbols is cut into its characters', () => {
  const line = '\x1b[36m› portwatch\x1b[39m  every 2 s …';
  assert.deepEqual(segment(line), expected(line));
  assert.equal(segment(line).length, line.length);
});

test('the real one is made for other characters alone, and once', async t => {
  const {Segmenter} = Intl;
  t.after(() => Object.assign(Intl, {Segmenter}));
  let made = 0;
  class CountedSegmenter extends Segmenter {
    constructor(...parameters: ConstructorParameters<typeof Segmenter>) {
      super(...parameters);
      made++;
    }
  }
  Object.assign(Intl, {Segmenter: CountedSegmenter});
  // The query makes it a module of its own, which finds the counted one.
  const url = new URL('../../../source/terminal/ink/lazy-segmenter.ts?counted', import.meta.url);
  const module: typeof import('../../../source/terminal/ink/lazy-segmenter.ts') = await import(url.href);
  const segmenter = new module.LazySegmenter();
  segmenter.segment('plain ›');
  assert.equal(made, 0);
  segmenter.segment('日');
  segmenter.segment('本');
  assert.equal(made, 1);
});
