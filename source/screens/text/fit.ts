import {eastAsianWidth, eastAsianWidthType} from 'get-east-asian-width';
import {ownSymbols} from './own-symbols.ts';

/** Cuts, pads and wraps text by terminal cells. */

const plain = /^[\x20-\x7e]*$/;
const mark = /^\p{M}$/u;
// Flags and skin tones join with a neighbour in some terminals, as do conjoining Jamo and letters of Indic scripts,
// Thai and Lao that attach to the letter before or after them (UAX 29).
const pictogram = /^[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]$/u;
const joining = /^[\u0d4e\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7ff\u{11000}-\u{11fff}\u{16d40}-\u{16d7f}]$/u;

const ownSymbol = new Set(ownSymbols);

/** Replaces every character of disputed width by `?`, so that no terminal shifts the rest of a line. */
export function steady(text: string): string {
  if (plain.test(text)) return text;
  return Array.from(text, character => (isSteady(character) ? character : '?')).join('');
}

function isSteady(character: string): boolean {
  if (character <= '~' || ownSymbol.has(character)) return true;
  if (mark.test(character) || pictogram.test(character) || joining.test(character)) return false;
  return eastAsianWidthType(character.codePointAt(0) ?? 0) !== 'ambiguous';
}

/** The text in ASCII, of the same width: every other character becomes `?`, once for each of its cells. */
export const inAscii = (text: string): string =>
  plain.test(text)
    ? text
    : Array.from(text, character => (character <= '~' ? character : '?'.repeat(cellsOf(character)))).join('');

/** The width of steady text, in terminal cells. */
export function width(text: string): number {
  if (plain.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

const cellsOf = (character: string): number =>
  ownSymbol.has(character) ? 1 : eastAsianWidth(character.codePointAt(0) ?? 0);

/** Whether a text fits for certain, however wide its characters are. */
const isShort = (text: string, cells: number): boolean => 2 * text.length <= cells;

/** The text, or its longest beginning that fits with `ellipsis` (of at most one cell) behind it. */
export function cut(text: string, cells: number, ellipsis = '…'): string {
  if (isShort(text, cells) || width(text) <= cells) return text;
  if (cells <= 0) return '';
  const room = cells - ellipsis.length;
  let start = '';
  let used = 0;
  for (const character of text) {
    used += cellsOf(character);
    if (used > room) break;
    start += character;
  }
  return start + ellipsis;
}

/** The text, or both its ends with `ellipsis` between them. */
export function cutMiddle(text: string, cells: number, ellipsis = '…'): string {
  if (isShort(text, cells) || width(text) <= cells) return text;
  const end = endOf(text, Math.max(0, Math.ceil((cells - 1) / 2)));
  return cut(text, cells - width(end), ellipsis) + end;
}

/** The longest end of the text that fits. Quadratic in `cells`. */
export function endOf(text: string, cells: number): string {
  let end = '';
  for (const character of Array.from(text).reverse()) {
    if (width(end) + cellsOf(character) > cells) break;
    end = character + end;
  }
  return end;
}

/** The text on exactly `cells`: cut, or padded with blanks. */
export function fit(text: string, cells: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
  const short = cut(text, cells, ellipsis);
  const blanks = ' '.repeat(Math.max(0, cells - width(short)));
  return align === 'left' ? short + blanks : blanks + short;
}

/**
 * Breaks text at blanks into lines of at most `cells` (one or more). A longer word is broken at the end of the line; a
 * character wider than a line becomes `?`.
 */
export function wrap(text: string, cells: number): readonly string[] {
  if (cells < 1) return [text];
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (width(joined) <= cells) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = breakWord(word, cells);
    current = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, current];
}

function breakWord(word: string, cells: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const each of word) {
    const character = cellsOf(each) > cells ? '?' : each;
    if (width(piece) + cellsOf(character) > cells) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
