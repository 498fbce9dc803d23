/** A global of JavaScript for which the whole bundle has another value. */
export type StandIn = {
  readonly id: string;
  /** The expression that is replaced. */
  readonly global: string;
  /** The file in `source/` that exports the value by the name of the global. */
  readonly file: string;
  /** The cost that it avoids. */
  readonly reason: string;
  /** The measured saving, and the cost that it lowers; `upstream/readme.md` has the way of measuring. */
  readonly gain: string;
};

/** Every global that is replaced. */
export const standIns: readonly StandIn[] = [
  {
    id: 'lazy-segmenter',
    global: 'Intl.Segmenter',
    file: 'terminal/ink/lazy-segmenter.ts',
    reason: 'five packages make an Intl.Segmenter as they are loaded, though most texts need none',
    gain: 'start to keys: CPU 6.2 % (2.8 to 8.1), memory 2 %; the spread does not exclude less than 5 %',
  },
];
