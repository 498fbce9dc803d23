import {ownSymbols} from '../../screens/text/own-symbols.ts';

/** Characters that are one cell wide in every terminal, and join no neighbour. */
const singleWidth = new RegExp(`^[ -~${ownSymbols}]*$`);

/**
 * A piece of text, with SGR sequences (ECMA-48) before it, and behind it sequences that end bold, dim, inverse or a
 * colour.
 */
const piece = /((?:\x1b\[[\d;]+m)*)([^\x1b]+)((?:\x1b\[(?:22|27|39)m)*)/y;

/** The parameter of the sequence that ends the style of a sequence. */
const endOf = (start: string): string => {
  if (start === '1' || start === '2') return '22';
  if (start === '7') return '27';
  if (/^3[0-7]$|^38;|^9[0-7]$/.test(start)) return '39';
  return 'unknown';
};

const parametersOf = (sequences: string): readonly string[] => sequences.slice(2, -1).split('m\x1b[');

/**
 * Whether a text may go to a terminal of this width unchanged, without being drawn cell by cell: it fits, each
 * character is one cell wide, and each style ends with its piece of text.
 */
export function isPrintableRow(text: string, width: number): boolean {
  let cells = 0;
  piece.lastIndex = 0;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    const [, starts = '', content = '', ends = ''] = piece.exec(text) ?? [];
    if (content === '' || !singleWidth.test(content)) return false;
    cells += content.length;
    if (starts === '' && ends === '') continue;
    const open = new Set(parametersOf(starts).map(endOf));
    const closed = new Set(parametersOf(ends));
    if (open.size !== closed.size || ![...open].every(each => closed.has(each))) return false;
  }
  return cells <= width;
}
