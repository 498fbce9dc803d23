import {ownSymbols} from '../../screens/text/own-symbols.ts';

/** A part of the result of Intl.Segmenter. */
export type Segment = {readonly segment: string; readonly index: number};

// Between two of these characters there is always a boundary of graphemes (UAX 29).
const single = ` -~${ownSymbols}`;
const others = new RegExp(`[\\x1b${single}]?(?:[^\\x1b${single}]+[\\x1b${single}]?)+`, 'g');

const {Segmenter: RealSegmenter} = globalThis.Intl;

/**
 * Stands for Intl.Segmenter in the bundle, where each of several packages makes one on loading, to find graphemes. The
 * first Segmenter of a process takes as long as loading React. Texts of ASCII and of the program's own symbols need
 * none; only other characters and their neighbours are given to the real Segmenter, which is made at its first use.
 */
export class LazySegmenter {
  readonly #parameters: ConstructorParameters<typeof Intl.Segmenter>;
  #real: Intl.Segmenter | undefined;

  constructor(...parameters: ConstructorParameters<typeof Intl.Segmenter>) {
    this.#parameters = parameters;
  }

  /** The graphemes of a text. */
  segment(text: string): readonly Segment[] {
    const segments: Segment[] = [];
    let at = 0;
    const addSingles = (end: number): void => {
      for (; at < end; at++) segments.push({segment: text.charAt(at), index: at});
    };
    for (const {0: piece, index: start} of text.matchAll(others)) {
      addSingles(start);
      this.#real ??= new RealSegmenter(...this.#parameters);
      for (const {segment, index} of this.#real.segment(piece)) segments.push({segment, index: start + index});
      at = start + piece.length;
    }
    addSingles(text.length);
    return segments;
  }
}

export {LazySegmenter as 'Intl.Segmenter'};
