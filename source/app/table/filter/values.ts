import {bitsOf} from '../../../domain/network.ts';

/** Readers of values in a query. Each returns null for a text of another form. */

export type TextTest = (text: string) => boolean;

/** The range of `22` or `1-1023`, both ends inclusive. */
export function rangeOf(text: string): readonly [min: number, max: number] | null {
  const [, from, to] = text.match(/^(\d{1,10})(?:-(\d{1,10}))?$/) ?? [];
  if (from === undefined) return null;
  const min = Number(from);
  const max = to === undefined ? min : Number(to);
  return min > max ? null : [min, max];
}

/** The test of `/regular expression/`, which ignores case. Throws SyntaxError for an invalid expression. */
export function expressionTest(text: string): TextTest {
  const expression = new RegExp(text.slice(1, -1), 'iu');
  return value => expression.test(value);
}

/** The test of `10.0.0.0/8`, `fe80::/10`, an address or a part of one; IPv6 also in brackets, as on the screen. */
export function addressTest(text: string): TextTest | null {
  const [, inBrackets, bare, prefix] =
    text.toLowerCase().match(/^(?:\[([\da-f.]*:[\da-f:.]*)\]|\[?([\da-f:.]*))(?:\/(\d{1,3}))?$/) ?? [];
  const address = inBrackets ?? bare;
  if (address === undefined) return null;
  const wanted = bitsOf(address);
  if (!wanted) return prefix === undefined && isPart(address) ? value => value.toLowerCase().includes(address) : null;
  const length = prefix === undefined ? wanted.length : Number(prefix);
  if (length > wanted.length) return null;
  return value => {
    const bits = bitsOf(value);
    return bits !== null && bits.length === wanted.length && bits.startsWith(wanted.slice(0, length));
  };
}

/** Whether the text can be a part of an address: groups of IPv6, or bytes with dots between. */
const isPart = (text: string): boolean =>
  text.includes(':') ||
  /^[\da-f]{0,4}$/.test(text) ||
  (/^\.?(?:\d{1,3}\.){0,3}\d{0,3}$/.test(text) && text.split('.').every(byte => Number(byte) < 256));
