import {parseIPv4, parseIPv6} from '../../../domain/address.ts';

/** Tests of one value; each maker gives null where the text is none of its kind. */

export type TextTest = (text: string) => boolean;

/** The ends of `22` or `1-1023`, both inclusive. */
export function rangeOf(text: string): readonly [least: number, most: number] | null {
  const [, from, to] = text.match(/^(\d{1,10})(?:-(\d{1,10}))?$/) ?? [];
  if (from === undefined) return null;
  const least = Number(from);
  const most = to === undefined ? least : Number(to);
  return least > most ? null : [least, most];
}

/** `/regular expression/`, without regard to case. Throws SyntaxError for one that is wrong. */
export function expressionTest(text: string): TextTest {
  const expression = new RegExp(text.slice(1, -1), 'iu');
  return each => expression.test(each);
}

/** `10.0.0.0/8`, `fe80::/10`, a single address or a part of one; IPv6 also in brackets, as it is shown. */
export function addressTest(text: string): TextTest | null {
  const [, inBrackets, bare, prefix] =
    text.toLowerCase().match(/^(?:\[([\da-f.]*:[\da-f:.]*)\]|\[?([\da-f:.]*))(?:\/(\d{1,3}))?$/) ?? [];
  const address = inBrackets ?? bare;
  if (address === undefined) return null;
  const wanted = bitsOf(address);
  if (!wanted) return prefix === undefined && isPart(address) ? each => each.toLowerCase().includes(address) : null;
  const length = prefix === undefined ? wanted.length : Number(prefix);
  if (length > wanted.length) return null;
  return each => {
    const bits = bitsOf(each);
    return bits !== null && bits.length === wanted.length && bits.startsWith(wanted.slice(0, length));
  };
}

/** Whether an address may have this in it: groups of IPv6, or bytes with dots between. */
const isPart = (text: string): boolean =>
  text.includes(':') ||
  /^[\da-f]{0,4}$/.test(text) ||
  (/^\.?(?:\d{1,3}\.){0,3}\d{0,3}$/.test(text) && text.split('.').every(byte => Number(byte) < 256));

/** The bits of an address as text of 0 and 1; v4-mapped addresses are IPv4. */
function bitsOf(address: string): string | null {
  const bytes = parseIPv4(address.startsWith('::ffff:') ? address.slice(7) : address);
  if (bytes) return bytes.map(byte => byte.toString(2).padStart(8, '0')).join('');
  const groups = address.includes(':') ? parseIPv6(address) : null;
  return groups ? groups.map(group => group.toString(2).padStart(16, '0')).join('') : null;
}
