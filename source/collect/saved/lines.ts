import {type Clean, cleanBytes} from '../../domain/text.ts';

/**
 * Longest line of a table read, in UTF-16 units: `ss -p` of a socket that some thousand processes share. A line of JSON
 * may have all sockets of a host, and is not cut.
 */
export const maxLineLength = 262_144;

/**
 * Lines of a text in UTF-8, or in UTF-16 as Windows writes redirected output. CR LF and LF end a line; so does CR alone
 * where the text has no LF. Tabs become blanks, and a byte that is no UTF-8 becomes `\xNN`.
 */
export function* toLines(bytes: Uint8Array): Generator<Clean> {
  const text = fromUtf16(bytes) ?? bytes;
  let start = startsWith(text, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  const lineEnd = text.includes(0x0a) ? 0x0a : 0x0d;
  while (start < text.length) {
    const newline = text.indexOf(lineEnd, start);
    const end = newline < 0 ? text.length : newline;
    yield toLine(text.subarray(start, end));
    start = end + 1;
  }
}

function toLine(bytes: Uint8Array): Clean {
  let length = bytes.length;
  while (bytes[length - 1] === 0x0d) length--;
  const isJson = bytes[0] === 0x5b || bytes[0] === 0x7b;
  return cleanBytes(
    bytes.slice(0, length).map(byte => (byte === 0x09 ? 0x20 : byte)),
    isJson ? Number.POSITIVE_INFINITY : maxLineLength,
  );
}

// Recognised by the byte order mark, or by the zero bytes of plain letters.
function fromUtf16(bytes: Uint8Array): Uint8Array | null {
  const encoding =
    startsWith(bytes, [0xff, 0xfe]) || (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0)
      ? 'utf-16le'
      : startsWith(bytes, [0xfe, 0xff]) || (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 && bytes[3] !== 0)
        ? 'utf-16be'
        : null;
  return encoding === null ? null : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);
