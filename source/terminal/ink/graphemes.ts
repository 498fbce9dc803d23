import {ownSymbols} from '../../screens/text/fit.ts';

/** What Intl.Segmenter gives of one grapheme. */
export type Grapheme = {readonly segment: string; readonly index: number};

let made: Intl.Segmenter | undefined;
const graphemeSegmenter = (): Intl.Segmenter => {
  made ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return made;
};

/** Intl.Segmenter for graphemes, which is made when it is first used: that takes as long as a small program. */
export const segmenter: Pick<Intl.Segmenter, 'segment'> = {segment: text => graphemeSegmenter().segment(text)};

// Between two of these there always is a boundary (UAX 29), and each takes one cell.
const single = ` -~${ownSymbols}`;
const singles = new RegExp(`^[${single}]*$`);
const others = new RegExp(`[\\x1b${single}]?(?:[^\\x1b${single}]+[\\x1b${single}]?)+`, 'g');

/** Whether every character is one that takes one cell for certain. */
export const isOneCellEach = (text: string): boolean => singles.test(text);

/**
 * The graphemes of a text, as Intl.Segmenter gives them, which is asked only of characters that are not ASCII or one of the
 * own symbols, and of their neighbours.
 */
export function graphemesOf(text: string): readonly Grapheme[] {
  const graphemes: Grapheme[] = [];
  let at = 0;
  const addSingles = (end: number): void => {
    for (; at < end; at++) graphemes.push({segment: text.charAt(at), index: at});
  };
  for (const {0: piece, index: start} of text.matchAll(others)) {
    addSingles(start);
    for (const {segment, index} of segmenter.segment(piece)) graphemes.push({segment, index: start + index});
    at = start + piece.length;
  }
  addSingles(text.length);
  return graphemes;
}
