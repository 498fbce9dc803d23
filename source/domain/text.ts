declare const cleaned: unique symbol;

/** Text from outside that holds no control, bidirectional or zero-width character and has a bounded length. */
export type Clean = string & {readonly [cleaned]: true};

/** Longest foreign text kept, in UTF-16 units; a Linux command line may be 2 MiB. */
export const longestText = 4096;

// C0, DEL, C1; soft hyphen; format characters (zero-width, bidi, tags); line and paragraph separators; lone surrogates;
// unassigned and private use; what has no width of its own though it is a letter or mark by category; blanks that are no space.
const hiddenKinds =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Cn}|\p{Co}|\u034f|[\u115f\u1160\u3164\uffa0]|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|\u2800|(?! )\p{Zs}/u;
// Marks that would be drawn on what stands before the text, or pile up beyond their line.
const strayMarks = /^\p{M}|(?<=\p{M}{4})\p{M}/u;
const hidden = new RegExp(`${hiddenKinds.source}|${strayMarks.source}`, 'gu');
const plain = /^[\x20-\x7e]*$/;

/**
 * Makes foreign text fit to print: hidden characters become visible escapes (`\x1b`, `\u{202e}`), and no more than `longest`
 * UTF-16 units are left, the last of them `…` where more was there. Idempotent.
 */
export function sanitize(raw: string, longest: number = longestText): Clean {
  const isLong = raw.length > longest;
  const shown = trusted(isLong ? raw.slice(0, longest).replace(/[\ud800-\udbff]$/, '') : raw);
  if (!isLong && shown.length <= longest) return shown;
  return `${shown.slice(0, longest - 1).replace(partial, '')}…` as Clean;
}

// What a cut leaves of a character of two units, or of an escape.
const partial = /(?:[\ud800-\udbff]|\\(?:x[\da-f]?|u(?:\{[\da-f]*)?)?)$/;

/**
 * Text that this program wrote itself, or that was put together from cleaned parts. A hidden character that is in it all the same
 * is made visible.
 */
export const trusted = (text: string): Clean => (plain.test(text) ? text : text.replace(hidden, visible)) as Clean;

/** Decodes bytes as UTF-8, keeps bytes that are not as `\xNN`, and cleans the result. */
export function cleanBytes(bytes: Uint8Array, longest: number = longestText): Clean {
  const part = bytes.subarray(0, characterStart(bytes, longest * 4));
  try {
    return sanitize(strict.decode(part), longest);
  } catch {
    return sanitize(decodeLeniently(part), longest);
  }
}

// One or more characters of more than one byte (RFC 3629, section 4), or a byte that is none and belongs to none.
const characters =
  /(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[\x80-\xff]/g;

function decodeLeniently(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text.replace(characters, found =>
    found.length === 1 ? visible(found) : Buffer.from(found, 'latin1').toString('utf8'),
  );
}

/** `index`, or where the character that it would cut in two starts: UTF-8 continues a character with 10xxxxxx. */
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
