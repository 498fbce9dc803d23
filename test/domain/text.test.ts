import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {cleanBytes, maxTextLength, sanitize, trusted} from '../../source/domain/text.ts';
import {anyText} from '../helpers/arbitrary.ts';

const escapes: readonly (readonly [what: string, raw: string, cleaned: string])[] = [
  ['plain text', 'sshd: /usr/sbin/sshd -D [listener]', 'sshd: /usr/sbin/sshd -D [listener]'],
  ['letters of other scripts', 'naïve 東京 Ωμέγα עברית', 'naïve 東京 Ωμέγα עברית'],
  ['emoji', 'party 🎉', 'party 🎉'],
  ['C0', 'a\0b\x07c\x1b[31md\r\n\te', 'a\\x00b\\x07c\\x1b[31md\\x0d\\x0a\\x09e'],
  ['DEL', 'a\x7fb', 'a\\x7fb'],
  ['C1', 'a\x85b\x9b31mc', 'a\\x85b\\x9b31mc'],
  ['soft hyphen', 'ss\xadhd', 'ss\\xadhd'],
  [
    'bidirectional embedding and override',
    'a\u202a\u202b\u202c\u202d\u202eb',
    'a\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}b',
  ],
  [
    'bidirectional isolates and marks',
    '\u2066\u2067\u2068\u2069\u200e\u200f\u061c',
    '\\u{2066}\\u{2067}\\u{2068}\\u{2069}\\u{200e}\\u{200f}\\u{61c}',
  ],
  ['zero width', 'a\u200b\u200c\u200d\u2060\ufeffb', 'a\\u{200b}\\u{200c}\\u{200d}\\u{2060}\\u{feff}b'],
  ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['lone surrogates', 'a\ud800b\udfffc', 'a\\u{d800}b\\u{dfff}c'],
  ['tags', 'a\u{e0001}\u{e0041}b', 'a\\u{e0001}\\u{e0041}b'],
  ['variation selectors', 'a\ufe0f\u{e0100}b', 'a\\u{fe0f}\\u{e0100}b'],
  ['fillers that show nothing', 'a\u115f\u1160\u3164\uffa0\u034fb', 'a\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}\\u{34f}b'],
  ['blanks that are no space', 'a\u00a0\u2003\u3000\u2800b c', 'a\\xa0\\u{2003}\\u{3000}\\u{2800}b c'],
  ['a mark that would be drawn on what stands before', '\u0301sshd', '\\u{301}sshd'],
  ['marks that pile up', `e${'\u0301'.repeat(6)}`, `e${'\u0301'.repeat(4)}\\u{301}\\u{301}`],
  ['private use and unassigned', 'a\ue000\u0378\u{10ffff}b', 'a\\u{e000}\\u{378}\\u{10ffff}b'],
];

for (const [what, raw, cleaned] of escapes) {
  test(`cleaning ${what} gives ${JSON.stringify(cleaned)}`, () => assert.equal(sanitize(raw), cleaned));
}

test('long text is cut and ends in an ellipsis; a character is never cut in two', () => {
  assert.equal(sanitize('x'.repeat(maxTextLength)), 'x'.repeat(maxTextLength));
  assert.equal(sanitize('x'.repeat(maxTextLength + 1)), `${'x'.repeat(maxTextLength - 1)}…`);
  assert.equal(sanitize('abcdef', 4), 'abc…');
  assert.equal(sanitize('ab🎉🎉', 4), 'ab…');
});

test('text that becomes longer by its escapes is bounded as well, and no escape is cut in two', () => {
  assert.equal(sanitize('\x1b'.repeat(4), 16), '\\x1b'.repeat(4));
  for (const maxLength of [12, 13, 14, 15]) {
    const cleaned = sanitize('\x1b'.repeat(4), maxLength);
    assert.match(cleaned, /^(?:\\x1b){2,3}…$/, cleaned);
  }
  assert.equal(sanitize('a\u202e\u202e', 12), 'a\\u{202e}…');
  assert.equal(sanitize('\x1b'.repeat(maxTextLength)).length <= maxTextLength, true);
});

/** Nothing that a terminal acts on, or does not show. */
const harmless = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]*$/u;

const many = {numRuns: 10_000};

test('clean text holds no hidden character, is within its limit, and is clean for good', () => {
  fc.assert(
    fc.property(anyText, fc.integer({min: 1, max: 60}), (text, maxLength) => {
      const cleaned = sanitize(text, maxLength);
      assert.match(cleaned, harmless);
      assert.ok(cleaned.length <= maxLength, cleaned);
      assert.equal(sanitize(cleaned, maxLength), cleaned);
    }),
    many,
  );
});

test('trusted text holds no hidden character either', () => {
  fc.assert(
    fc.property(anyText, text => {
      assert.match(trusted(text), harmless);
      assert.equal(trusted(sanitize(text)), sanitize(text));
    }),
    many,
  );
});

test('bytes are read as UTF-8', () => {
  assert.equal(cleanBytes(new TextEncoder().encode('東京\n')), '東京\\x0a');
});

test('bytes that are no UTF-8 stay visible as such', () => {
  assert.equal(cleanBytes(Uint8Array.of(0x61, 0xff, 0xfe, 0x0a, 0x62)), 'a\\xff\\xfe\\x0ab');
  assert.equal(cleanBytes(Uint8Array.of(0xed, 0xa0, 0x80)), '\\xed\\xa0\\x80', 'a surrogate in UTF-8');
  assert.equal(cleanBytes(Uint8Array.of(0xc0, 0xaf)), '\\xc0\\xaf', 'an overlong slash');
});

test('one byte that is no UTF-8 leaves the characters around it readable', () => {
  const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
  assert.equal(
    cleanBytes(Uint8Array.of(...bytes('東京'), 0xff, ...bytes('Ωé🎉'), 0xe6, 0x9d)),
    '東京\\xffΩé🎉\\xe6\\x9d',
  );
});

test('bytes of UTF-8 are the same text whether or not a stray byte follows', () => {
  fc.assert(
    fc.property(anyText, text => {
      const bytes = new TextEncoder().encode(text);
      assert.equal(
        cleanBytes(Uint8Array.of(...bytes, 0xff)),
        `${sanitize(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes))}\\xff`,
      );
    }),
    many,
  );
});

test('a byte order mark is not lost', () => {
  assert.equal(cleanBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), '\\u{feff}a');
});

test('long bytes are bounded, also where the bound cuts a character', () => {
  const long = new TextEncoder().encode('東'.repeat(3 * maxTextLength));
  assert.equal(cleanBytes(long), `${'東'.repeat(maxTextLength - 1)}…`);
});

test('cleaned bytes hold no hidden character, whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 64}), bytes => assert.match(cleanBytes(bytes), harmless)),
    many,
  );
});
