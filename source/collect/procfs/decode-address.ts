import {formatIPv4, formatIPv6} from '../../domain/address.ts';
import type {Clean} from '../../domain/text.ts';

/** Byte order of a host, as `os.endianness()` returns it. */
export type Endianness = 'LE' | 'BE';

/**
 * Address from 8 or 32 hexadecimal digits: words of four bytes in the byte order of the host. null for any other text.
 */
export function decodeAddress(hex: string, endianness: Endianness): Clean | null {
  if (!/^(?:[\da-f]{8}){1,4}$/i.test(hex)) return null;
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    const printed = [0, 2, 4, 6].map(offset => Number.parseInt(hex.slice(word + offset, word + offset + 2), 16));
    bytes.push(...(endianness === 'LE' ? printed.reverse() : printed));
  }
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (bytes.length === 4) return formatIPv4(a, b, c, d);
  if (bytes.length !== 16) return null;
  return formatIPv6([0, 2, 4, 6, 8, 10, 12, 14].map(index => ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)));
}
