import fc from 'fast-check';

/** Arbitraries for fast-check. */

const nasty = [
  '\x1b[2J',
  '\r',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud800',
  '\udfff',
  '\u{e0041}',
  '\ufe0f',
  '\x9b',
  '\x7f',
];
const wide = [
  '東',
  '京',
  'サ',
  '한',
  'ｗ',
  '🎉',
  '🇩',
  '👩',
  '\u1112',
  '\u1161',
  'e\u0301',
  '±',
  '…',
  '→',
  'ß',
  '\u0e33',
];

/** Any text: every code unit, control sequences that harm a terminal, and wide characters. */
export const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({min: 0, max: 0x10ffff}).map(code => String.fromCodePoint(code)),
    fc.constantFrom(...nasty, ...wide),
    fc.integer({min: 0, max: 0xffff}).map(code => String.fromCharCode(code)),
    fc.constantFrom('a', 'b', ' ', '-', '/'),
  ),
  maxLength: 40,
});
