import {parseIPv4, parseIPv6, unmapped} from './address.ts';

/** The bits of an address as a text of `0` and `1`; null for any other text. A v4-mapped address is IPv4. */
export function bitsOf(address: string): string | null {
  const bytes = parseIPv4(unmapped(address));
  if (bytes) return bytes.map(byte => byte.toString(2).padStart(8, '0')).join('');
  const groups = address.includes(':') ? parseIPv6(address) : null;
  return groups ? groups.map(group => group.toString(2).padStart(16, '0')).join('') : null;
}

/** The bits that all addresses of a network have in common, of `10.0.0.0/8` or one address. null for another text. */
export function networkBits(network: string): string | null {
  const [, address = '', prefix] = network.match(/^([^/]+)(?:\/(\d{1,3}))?$/) ?? [];
  const bits = bitsOf(address);
  if (bits === null || Number(prefix ?? 0) > bits.length) return null;
  return bits.slice(0, prefix === undefined ? bits.length : Number(prefix));
}

/** Whether an address is in a network, both of one family. */
export function isInNetwork(address: string, network: string): boolean {
  const [bits, common] = [bitsOf(address), networkBits(network)];
  const isSameFamily = network.includes(':') === (bits?.length === 128);
  return bits !== null && common !== null && isSameFamily && bits.startsWith(common);
}
