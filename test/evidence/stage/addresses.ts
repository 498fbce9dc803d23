/** Addresses for benchmarks (RFC 2544) and of a private network (RFC 4193): a pair for each variant. */
export type Addresses = {
  readonly here: string;
  readonly there: string;
  readonly here6: string;
  readonly there6: string;
};

/** The host's own addresses, from which its programs connect. */
export const host = {address: '198.18.0.2', address6: 'fd12::2'};
export const intruder = {address: '198.18.0.1', address6: 'fd12::1'};

/** Addresses from which no answer comes: the intruder's machine drops the packets. */
export const silent = '198.20';

/** Addresses of the variant with this number, from 0 to 499. */
export function addressesOf(number: number): Addresses {
  const last = `${Math.floor(number / 250) + 1}.${(number % 250) + 1}`;
  const last6 = (number + 16).toString(16);
  return {
    here: `198.18.${last}`,
    there: `198.19.${last}`,
    here6: `fd12::${last6}`,
    there6: `fd13::${last6}`,
  };
}

/** An address as /proc/net/tcp writes it on a machine that is little-endian: each 32 bits with the last byte first. */
export function procHex(address: string): string {
  const bytes = address.includes(':') ? bytesOf6(address) : address.split('.').map(Number);
  const words = bytes.map(byte => byte.toString(16).padStart(2, '0').toUpperCase());
  return Array.from({length: bytes.length / 4}, (_, word) =>
    words
      .slice(word * 4, word * 4 + 4)
      .reverse()
      .join(''),
  ).join('');
}

/** The bytes of an address with one `::` and two groups. */
function bytesOf6(address: string): readonly number[] {
  const [first = '0', last = '0'] = address.split('::');
  const [high, low] = [first, last].map(group => Number.parseInt(group, 16));
  const twoBytes = (value = 0): readonly number[] => [value >> 8, value & 255];
  return [...twoBytes(high), ...Array.from({length: 12}, () => 0), ...twoBytes(low)];
}
