import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ownSymbols} from '../../../source/screens/text/fit.ts';
import {graphemesOf} from '../../../source/terminal/ink/graphemes.ts';

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const expected = (text: string) => Array.from(segmenter.segment(text), ({segment, index}) => ({segment, index}));

/** Characters that join their neighbours, controls and plain ones, so that each meets each. */
const character = fc.constantFrom(
  ...['a', '1', ' ', '~', '[', 'm', '\x1b', '\r', '\n', '\t', '\0', '\x7f', '\x9b'],
  ...['\u0301', '\u200d', '\ufe0f', '\u20e3', '\u0600', '\u0d4e', '\u0e33', '\u1100', '\u1161', '\u{110bd}'],
  ...['é', '日', ...ownSymbols, '👍', '👩‍👩‍👧', '🇩🇪', '🇩', '\ud83d'],
);

test('graphemes are those of Intl.Segmenter, wherever ASCII and other characters meet', () => {
  const text = fc.array(character, {maxLength: 12}).map(characters => characters.join(''));
  fc.assert(
    fc.property(text, each => assert.deepEqual(graphemesOf(each), expected(each))),
    {numRuns: 2000},
  );
});

test('a coloured line of ASCII is cut into its characters', () => {
  const line = '\x1b[36mportwatch\x1b[39m  every 2 s';
  assert.deepEqual(graphemesOf(line), expected(line));
  assert.equal(graphemesOf(line).length, line.length);
});
