import {parseIPv4, parseIPv6} from '../../model/address.ts';

/** Tests of one value; each maker gives null where the text is none of its kind. */

export type TextTest = (text: string) => boolean;
export type NumberTest = (number: number) => boolean;

/** `22` or `1-1023`, inclusive. */
export function numberTest(text: string): NumberTest | null {
  const [, from, to] = text.match(/^(\d{1,10})(?:-(\d{1,10}))?$/) ?? [];
  if (from === undefined) return null;
  const least = Number(from);
  const most = to === undefined ? least : Number(to);
  return least > most ? null : number => number >= least && number <= most;
}

/** `/regular expression/`, without regard to case. Throws SyntaxError for one that is wrong. */
export function expressionTest(text: string): TextTest {
  const expression = new RegExp(text.slice(1, -1), 'iu');
  return each => expression.test(each);
}

/** `10.0.0.0/8`, `fe80::/10`, a single address, or a part of a host name. */
export function addressTest(text: string): TextTest {
  const [address = '', prefix] = text.split('/');
  const wanted = bitsOf(address);
  if (!wanted) return each => each.toLowerCase().includes(text.toLowerCase());
  const length = prefix === undefined ? wanted.length : Number(prefix);
  return each => {
    const bits = bitsOf(each);
    return bits !== null && bits.length === wanted.length && bits.startsWith(wanted.slice(0, length));
  };
}

/** Whether the text is an address with a prefix length that fits it, or has none. */
export function isSoundNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  if (prefix === undefined) return true;
  const bits = bitsOf(address);
  return bits !== null && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits.length;
}

/** The bits of an address as text of 0 and 1; v4-mapped addresses are IPv4. */
function bitsOf(address: string): string | null {
  const bytes = parseIPv4(address.startsWith('::ffff:') ? address.slice(7) : address);
  if (bytes) return bytes.map(byte => byte.toString(2).padStart(8, '0')).join('');
  const groups = address.includes(':') ? parseIPv6(address) : null;
  return groups ? groups.map(group => group.toString(2).padStart(16, '0')).join('') : null;
}
