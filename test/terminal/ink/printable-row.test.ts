import assert from 'node:assert/strict';
import {test} from 'node:test';
import {span} from '../../../source/domain/line.ts';
import {themes} from '../../../source/screens/text/themes.ts';
import {isPrintableRow} from '../../../source/terminal/ink/printable-row.ts';
import {styledText} from '../../../source/terminal/ink/styled-text.ts';

const width = 20;

const texts: readonly (readonly [why: string, text: string, is: boolean])[] = [
  ['bare text', 'some words', true],
  ['no text', '', true],
  ['own symbols', '› ✓ …', true],
  ['a colour', 'a \x1b[36mred\x1b[39m b', true],
  ['two styles that end in another order', '\x1b[1m\x1b[38;5;9mx\x1b[22m\x1b[39m', true],
  ['bold and dim, which end as one', '\x1b[1m\x1b[2mx\x1b[22m', true],
  ['as wide as the screen', 'x'.repeat(width), true],
  ['wider than the screen', 'x'.repeat(width + 1), false],
  ['a style that does not end', '\x1b[36mred', false],
  ['a style of which another is ended', '\x1b[36mred\x1b[22m', false],
  ['an end without a start', 'x\x1b[39m', false],
  ['a style that is not known', '\x1b[4mx\x1b[24m', false],
  ['a style of nothing', '\x1b[36m\x1b[39m', false],
  ['a character of two cells', '日', false],
  ['a mark on the character before it', 'e\u0301', false],
  ['two styles of which one is ended', '\x1b[1m\x1b[36mred\x1b[39m', false],
  ['two ends of one style', '\x1b[36mred\x1b[39m\x1b[22m', false],
  ['a control', 'a\tb', false],
  ['another sequence', 'a\x1b[2Kb', false],
  ['several rows', 'a\nb', false],
];

for (const [why, text, is] of texts) {
  test(`${why}: ${is ? 'printed as it is' : 'drawn cell by cell'}`, () =>
    assert.equal(isPrintableRow(text, width), is));
}

test('lines in every theme are printed as they are', () => {
  for (const theme of Object.values(themes)) {
    for (const tone of ['normal', 'dim', 'strong', 'suspect', 'heading', 'alert'] as const) {
      assert.ok(isPrintableRow(styledText({spans: [span('a ', tone), span('b')]}, theme), width), tone);
    }
  }
});
