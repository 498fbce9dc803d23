declare const cleaned: unique symbol;

/** Text from outside that holds no control, bidirectional or zero-width character and has a bounded length. */
export type Clean = string & {readonly [cleaned]: true};

/** Longest text from outside, in UTF-16 units; a Linux command line may be 2 MiB. */
export const maxTextLength = 4096;

const hiddenKinds = [
  // C0, DEL, C1; soft hyphen and format characters (zero-width, bidi, tags); line and paragraph separators; lone
  // surrogates; unassigned and private use.
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Cn}|\p{Co}/u,
  // Letters and marks, by category, that have no width of their own.
  /\u034f|[\u115f\u1160\u3164\uffa0]|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|\u2800/u,
  // Blanks other than the space.
  /(?! )\p{Zs}/u,
  // Marks that a terminal would draw on the character before the text, and marks that pile up beyond their line.
  /^\p{M}|(?<=\p{M}{4})\p{M}/u,
];
const hidden = new RegExp(hiddenKinds.map(({source}) => source).join('|'), 'gu');
const plain = /^[\x20-\x7e]*$/;

/**
 * Makes text from outside fit to print: hidden characters become visible escapes (`\x1b`, `\u{202e}`). A text of more
 * than `maxLength` UTF-16 units is cut, and ends in `…`. Idempotent.
 */
export function sanitize(raw: string, maxLength: number = maxTextLength): Clean {
  const isLong = raw.length > maxLength;
  const shown = trusted(isLong ? raw.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '') : raw);
  if (!isLong && shown.length <= maxLength) return shown;
  return `${shown.slice(0, maxLength - 1).replace(partial, '')}…` as Clean;
}

// The rest that a cut leaves of a character of two units, or of an escape.
const partial = /(?:[\ud800-\udbff]|\\(?:x[\da-f]?|u(?:\{[\da-f]*)?)?)$/;

/**
 * Marks text as clean that this program wrote, or that consists of clean parts. A hidden character in the text becomes
 * visible all the same.
 */
export const trusted = (text: string): Clean => (plain.test(text) ? text : text.replace(hidden, visible)) as Clean;

/** Decodes bytes as UTF-8 and sanitizes the text. A byte that is no UTF-8 becomes `\xNN`. */
export function cleanBytes(bytes: Uint8Array, maxLength: number = maxTextLength): Clean {
  const part = bytes.subarray(0, characterStart(bytes, maxLength * 4));
  try {
    return sanitize(strict.decode(part), maxLength);
  } catch {
    return sanitize(decodeLeniently(part), maxLength);
  }
}

// Characters of two, three and four bytes (RFC 3629, section 4).
const multibyte = [
  /[\xc2-\xdf][\x80-\xbf]/,
  /\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]/,
  /\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/,
];
// Several such characters, or a byte that belongs to none.
const characters = new RegExp(`(?:${multibyte.map(({source}) => source).join('|')})+|[\\x80-\\xff]`, 'g');

function decodeLeniently(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text.replace(characters, found =>
    found.length === 1 ? visible(found) : Buffer.from(found, 'latin1').toString('utf8'),
  );
}

// The index, or the start of the character that a cut there would divide: UTF-8 continues a character with 10xxxxxx.
function characterStart(bytes: Uint8Array, index: number): number {
  let start = index;
  while (start > index - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
