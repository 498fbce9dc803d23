declare const cleaned: unique symbol;

/** Text from outside that holds no control, bidirectional or zero-width character and has a bounded length. */
export type Clean = string & {readonly [cleaned]: true};

/** Longest foreign text kept, in UTF-16 units; a Linux command line may be 2 MiB. */
export const longestText = 4096;

// C0, DEL, C1; soft hyphen; format characters (zero-width, bidi, tags); line and paragraph separators; lone surrogates;
// unassigned and private use; then what has no width of its own though it is a letter or mark by category.
const hidden =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Cn}|\p{Co}|\u034f|[\u115f\u1160\u3164\uffa0]|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const plain = /^[\x20-\x7e]*$/;

/** Makes foreign text fit to print: hidden characters become visible escapes (`\x1b`, `\u{202e}`). Idempotent. */
export function clean(raw: string, longest: number = longestText): Clean {
  const bounded = raw.length > longest ? `${raw.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…` : raw;
  return (plain.test(bounded) ? bounded : bounded.replace(hidden, visible)) as Clean;
}

/** Decodes bytes as UTF-8, keeps bytes that are not as `\xNN`, and cleans the result. */
export function cleanBytes(bytes: Uint8Array, longest: number = longestText): Clean {
  const part = bytes.subarray(0, characterStart(bytes, longest * 4));
  try {
    return clean(strict.decode(part), longest);
  } catch {
    return clean(
      Buffer.from(part)
        .toString('latin1')
        .replace(/[\x80-\xff]/g, visible),
      longest,
    );
  }
}

/** `index`, or where the character that it would cut in two starts: UTF-8 continues a character with 10xxxxxx. */
function characterStart(bytes: Uint8Array, index: number): number {
  let start = index;
  while (start > index - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

/** Text that this program wrote itself, or that was put together from cleaned parts. */
export const own = (text: string): Clean => text as Clean;

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
