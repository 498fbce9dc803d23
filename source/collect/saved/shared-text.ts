import {type Clean, sanitize} from '../../domain/text.ts';

/** Texts are compared with each number as one digit: times and numbers of lines differ from line to line. */
const shapeOf = (line: string): string => line.replace(/\d+/g, '0');

/** Lines of a mail before and behind the table lack the text that its lines share. */
const outside = 2;
/** The number of beginnings that are tried, and their longest, in UTF-16 units. */
const maxTried = 4;
const maxLength = 200;
/** A port, or the star in its place. */
const port = /[:.](?:\d{1,5}|\*)(?!\d)/;

/** Takes a shared text off a line; a line without it stays as it is. */
export type TakeOff = (line: Clean) => Clean;

/**
 * Texts that all lines begin with, or begin and end with, as the time of a log or the tags of a page; the longest
 * first. A table may itself begin each row with the same word, so each is to be tried. Empty where lines share no text,
 * or hold no port.
 */
export function sharedTexts(lines: readonly Clean[]): readonly TakeOff[] {
  const filled = lines.filter(line => line.trim() !== '').map(shapeOf);
  const compared = filled.length > 3 * outside ? filled.slice(outside, -outside) : filled;
  if (compared.length < 2 || !lines.some(line => port.test(line))) return [];
  const before = sharedStart(compared);
  const behind = reversed(sharedStart(compared.map(reversed))).replace(/^[\p{L}\p{N}\s]+/u, '');
  const starts = [...before.matchAll(/[^\p{L}\p{N}]+/gu)]
    .map(({0: text, index}) => before.slice(0, index + text.length))
    .reverse()
    .slice(0, maxTried);
  const ends = behind === '' ? [''] : [behind, ''];
  return [...starts, ''].flatMap(start =>
    ends.flatMap(end => (start + end === '' ? [] : [(line: Clean) => withoutEnds(line, start, end)])),
  );
}

const reversed = (text: string): string => Array.from(text).reverse().join('');

function sharedStart([first = '', ...others]: readonly string[]): string {
  let length = Math.min(first.length, maxLength);
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** A line without a beginning and an end of these shapes; the line itself where it has others. */
function withoutEnds(line: Clean, start: string, end: string): Clean {
  const [from, to] = [lengthOf(line, start), lengthOf(reversed(line), reversed(end))];
  return from === null || to === null || from + to > line.length
    ? line
    : sanitize(line.slice(from, line.length - to), line.length);
}

/** The length of the beginning that has this shape; null where the line begins otherwise. */
function lengthOf(line: string, shape: string): number | null {
  let at = 0;
  for (const sign of shape) {
    if (sign === '0' && /\d/.test(line[at] ?? '')) while (/\d/.test(line[at] ?? '')) at++;
    else if (line[at] === sign) at++;
    else return null;
  }
  return at;
}
