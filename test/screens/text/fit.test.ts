import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {sanitize} from '../../../source/domain/text.ts';
import {cut, cutMiddle, endOf, fit, inAscii, steady, width, wrap} from '../../../source/screens/text/fit.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {anyText} from '../../helpers/arbitrary.ts';

/** Text as it is drawn: cleaned where it entered, steady where it is shown. */
const shown = anyText.map(text => steady(sanitize(text)));
const cells = fc.integer({min: 0, max: 30});

const replaced: readonly (readonly [what: string, text: string, steadied: string])[] = [
  ['plain text', 'sshd: /usr/sbin', 'sshd: /usr/sbin'],
  ['wide letters', '東京 サーバー 한글', '東京 サーバー 한글'],
  ['letters that are wide in East Asian fonts', 'naïve-ñandú-жук', 'naïve-ñand?-???'],
  ['combining marks', 'e\u0301a\u0308', 'e?a?'],
  ['ambiguous signs', '±±§', '???'],
  ['emoji', 'a🎉b👩', 'a?b?'],
  ['flags and skin tones', '🇩🇪\u{1f3fd}', '???'],
  ['conjoining Jamo', '\u1112\u1161\u11ab', '\u1112??'],
  ['Thai sara am', 'น\u0e33', 'น?'],
];

for (const [what, text, steadied] of replaced) {
  test(`${what}: characters of disputed width become ?`, () => assert.equal(steady(text), steadied));
}

test('the symbols of this program are steady, and one cell wide except arrows of ASCII', () => {
  for (const sign of [unicodeSymbols, asciiSymbols].flatMap(each => Object.values({...each, ...each.verdict}))) {
    if (typeof sign === 'string') assert.equal(steady(sign), sign);
  }
  for (const sign of Object.values({...unicodeSymbols, ...unicodeSymbols.verdict})) {
    if (typeof sign === 'string') assert.equal(width(sign), 1);
  }
});

test('steady text stays as it is, and its width is the sum of its parts', () => {
  fc.assert(
    fc.property(shown, shown, (a, b) => {
      assert.equal(steady(a), a);
      assert.equal(width(a + b), width(a) + width(b));
    }),
  );
});

const cuts: readonly (readonly [text: string, cells: number, cut: string, middle: string])[] = [
  ['abcdef', 6, 'abcdef', 'abcdef'],
  ['abcdef', 4, 'abc…', 'a…ef'],
  ['abcdef', 2, 'a…', '…f'],
  ['abcdef', 1, '…', '…'],
  ['abcdef', 0, '', ''],
  ['abcdef', -3, '', ''],
  ['東京都庁', 8, '東京都庁', '東京都庁'],
  ['東京都庁', 7, '東京都…', '東京…庁'],
  ['東京都庁', 6, '東京…', '東…庁'],
  ['東京都庁', 2, '…', '…'],
  ['a東b', 3, 'a…', 'a…b'],
];

for (const [text, room, start, middle] of cuts) {
  test(`"${text}" in ${room} cells is "${start}", or "${middle}" where both ends stay`, () => {
    assert.equal(cut(text, room), start);
    assert.equal(cutMiddle(text, room), middle);
  });
}

test('text is cut without a sign for an empty ellipsis, and loses no more than necessary', () => {
  assert.equal(cut('abcdef', 4, ''), 'abcd');
  assert.equal(cut('東京都', 4, ''), '東京');
});

test('cut text never takes more cells than there are, and text that fits is left alone', () => {
  fc.assert(
    fc.property(shown, cells, fc.constantFrom('…', '~', ''), (text, room, ellipsis) => {
      for (const make of [cut, cutMiddle]) {
        assert.ok(width(make(text, room, ellipsis)) <= room);
        if (width(text) <= room) assert.equal(make(text, room, ellipsis), text);
      }
    }),
  );
});

test('fitted text takes exactly the cells there are, with blanks on the other side than its alignment', () => {
  assert.equal(fit('ab', 4), 'ab  ');
  assert.equal(fit('ab', 4, 'right'), '  ab');
  assert.equal(fit('東京', 3), '東…');
  assert.equal(fit('東京', 2), '… ');
  fc.assert(
    fc.property(shown, cells, fc.constantFrom('left', 'right'), (text, room, align) => {
      assert.equal(width(fit(text, room, align)), room);
    }),
  );
});

const wraps: readonly (readonly [text: string, cells: number, lines: readonly string[]])[] = [
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 100, ['one two three']],
  ['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
  ['東京都庁', 5, ['東京', '都庁']],
  ['a東', 1, ['a', '?']],
  ['', 5, ['']],
];

for (const [text, room, lines] of wraps) {
  test(`"${text}" wrapped to ${room} cells is ${lines.length} lines`, () => assert.deepEqual(wrap(text, room), lines));
}

test('no wrapped line is longer than there are cells, and no letter is lost', () => {
  const letters = (text: string): string => text.replaceAll(' ', '');
  fc.assert(
    fc.property(shown, fc.integer({min: 1, max: 30}), (text, room) => {
      const lines = wrap(text, room);
      for (const line of lines) assert.ok(width(line) <= room);
      if (room > 1) assert.equal(letters(lines.join('')), letters(text));
    }),
  );
});

test('in ASCII a text is as wide as it was', () => {
  assert.equal(inAscii('東a→b'), '??a?b');
  fc.assert(
    fc.property(shown, text => {
      assert.match(inAscii(text), /^[ -~]*$/);
      assert.equal(inAscii(text).length, width(text));
    }),
  );
});

test('the end of a text is the longest that fits, without half of a wide character', () => {
  assert.deepEqual([endOf('abcdef', 3), endOf('abc', 9), endOf('abc', 0), endOf('', 3)], ['def', 'abc', '', '']);
  assert.deepEqual([endOf('東京', 3), endOf('東京', 4), endOf('a🎉b', 2)], ['京', '東京', 'b']);
});
