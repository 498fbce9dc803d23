import {isOneCellEach} from './graphemes.ts';

/** Text with styles before and after it (SGR of ECMA-48), or bare text. */
const piece = /((?:\x1b\[[\d;]+m)*)([^\x1b]+)((?:\x1b\[(?:22|27|39)m)*)/y;

/** Which sequence ends what a sequence starts: of bold, dim, inverse and colours of text. */
const endOf = (start: string): string => {
  if (start === '1' || start === '2') return '22';
  if (start === '7') return '27';
  if (/^3[0-7]$|^38;|^9[0-7]$/.test(start)) return '39';
  return 'unknown';
};

const codesOf = (sequences: string): readonly string[] => sequences.slice(2, -1).split('m\x1b[');

/**
 * Whether a terminal of this width shows a text as it is, without a look at each of its cells: it has only characters of one
 * cell, and each style ends where the text that has it does.
 */
export function isRowText(text: string, width: number): boolean {
  let cells = 0;
  piece.lastIndex = 0;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    const [, starts = '', said = '', ends = ''] = piece.exec(text) ?? [];
    if (said === '' || !isOneCellEach(said)) return false;
    cells += said.length;
    if (starts === '' && ends === '') continue;
    if (starts === '' || ends === '') return false;
    const open = new Set(codesOf(starts).map(endOf));
    const closed = new Set(codesOf(ends));
    if (open.size !== closed.size || ![...open].every(each => closed.has(each))) return false;
  }
  return cells <= width;
}
