import {type Clean, trusted} from './text.ts';

/** The hosts that can reach a local address; `all` is for every address of the host (0.0.0.0, ::, `*`). */
export type Scope = 'loopback' | 'link-local' | 'private' | 'public' | 'all';

/** Dotted form of four bytes in network order. */
export function formatIPv4(a: number, b: number, c: number, d: number): Clean {
  return trusted(`${a}.${b}.${c}.${d}`);
}

/** Canonical form (RFC 5952) of eight 16-bit groups; v4-mapped addresses keep the dotted form. */
export function formatIPv6(groups: readonly number[]): Clean {
  const group = (index: number): number => groups[index] ?? 0;
  if (groups.slice(0, 5).every(value => value === 0) && group(5) === 0xffff) {
    return trusted(`::ffff:${formatIPv4(group(6) >> 8, group(6) & 255, group(7) >> 8, group(7) & 255)}`);
  }
  const [start, length] = longestZeroRun(groups);
  const hex = groups.map(value => value.toString(16));
  if (length < 2) return trusted(hex.join(':'));
  return trusted(`${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`);
}

/** The eight 16-bit groups of an IPv6 address; null for any other text, also with brackets or scope. */
export function parseIPv6(text: string): number[] | null {
  const dotted = text.match(/^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/);
  if (dotted) {
    const bytes = parseIPv4(dotted[2] ?? '');
    if (!bytes) return null;
    const [a, b, c, d] = bytes;
    return parseIPv6(`${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const sides = halves.map(half => (half === '' ? [] : half.split(':')));
  const count = sides.reduce((sum, side) => sum + side.length, 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return null;
  if (!sides.flat().every(part => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  const [head = [], tail = []] = sides;
  const zeros = halves.length === 2 ? new Array<string>(8 - count).fill('0') : [];
  return [...head, ...zeros, ...tail].map(part => Number.parseInt(part, 16));
}

/** The four bytes of a dotted IPv4 address; null for any other text. */
export function parseIPv4(text: string): [number, number, number, number] | null {
  const match = text.match(/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/);
  if (!match) return null;
  const bytes = match.slice(1).map(Number) as [number, number, number, number];
  return bytes.every(byte => byte < 256) ? bytes : null;
}

/** Whether an address in canonical form stands for every address of a host; as a peer it stands for none. */
export const isWildcard = (address: string): boolean =>
  address === '0.0.0.0' || address === '::' || address === '*' || address === '::ffff:0.0.0.0';

// Module-level cache: a host has far fewer addresses than sockets. Emptied at its limit.
const scopes = new Map<string, Scope>();
const maxScopes = 16_384;

/** Scope of an address in canonical form. `device` is its scope id or the device of its socket; null where unknown. */
export function scopeOf(address: string, device: string | null): Scope {
  if (device !== null && /^lo\d*$/.test(device)) return 'loopback';
  let scope = scopes.get(address);
  if (scope === undefined) {
    scope = scopeOfAddress(address);
    if (scopes.size >= maxScopes) scopes.clear();
    scopes.set(address, scope);
  }
  return scope;
}

function scopeOfAddress(address: string): Scope {
  if (isWildcard(address)) return 'all';
  if (isLocalhost(address)) return 'loopback';
  const bytes = parseIPv4(address.startsWith('::ffff:') ? address.slice(7) : address);
  if (bytes) return scopeOfIPv4(bytes);
  const groups = address.includes(':') ? (parseIPv6(address) ?? startOfIPv6(address)) : null;
  return groups ? scopeOfIPv6(groups) : 'public';
}

/** The groups of an address that a narrow column has cut, as `fe80::8d1:...`: the scope follows from the first. */
function startOfIPv6(address: string): readonly number[] | null {
  const first = address.match(/^([\da-f]{1,4}):/i)?.[1];
  return first === undefined ? null : [Number.parseInt(first, 16)];
}

// Names in hosts(5); netstat cuts the long one. Any other name that begins like them may be anybody's.
const isLocalhost = (name: string): boolean =>
  name === 'ip6-localhost' || (name.startsWith('localhost') && 'localhost.localdomain'.startsWith(name));

// Private: RFC 1918, RFC 6598 (shared address space), RFC 2365 (administratively scoped multicast).
function scopeOfIPv4([a, b, c]: [number, number, number, number]): Scope {
  if (a === 127) return 'loopback';
  if ((a === 169 && b === 254) || (a === 224 && b === 0 && c === 0)) return 'link-local';
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'private';
  if ((a === 100 && b >= 64 && b < 128) || a === 239) return 'private';
  return 'public';
}

// Link-local fe80::/10, unique local fc00::/7 (RFC 4193), multicast by the scope nibble (RFC 7346).
function scopeOfIPv6(groups: readonly number[]): Scope {
  const first = groups[0] ?? 0;
  if (groups.slice(0, 7).every(group => group === 0) && groups[7] === 1) return 'loopback';
  if ((first & 0xffc0) === 0xfe80) return 'link-local';
  if ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0) return 'private';
  if (first >> 8 !== 0xff) return 'public';
  const scope = first & 0xf;
  return scope <= 2 ? 'link-local' : scope === 0xe ? 'public' : 'private';
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  let run = 0;
  groups.forEach((value, index) => {
    run = value === 0 ? run + 1 : 0;
    if (run > best[1]) best = [index - run + 1, run];
  });
  return best;
}
