/** A global of JavaScript or of Node for which the whole bundle has another value. */
export type StandIn = {
  readonly id: string;
  /** The expression that is replaced. */
  readonly global: string;
  /** A constant, or the file in `source/` that exports the value by the name of the global. */
  readonly by: {readonly value: 'undefined'} | {readonly file: string};
  /** The cost that it avoids. */
  readonly reason: string;
  /** How much it was measured to save, and of what; `upstream/readme.md` has the way of measuring. */
  readonly gain: string;
};

/** Every global that is replaced. */
export const standIns: readonly StandIn[] = [
  {
    id: 'no-fetch',
    global: 'fetch',
    by: {value: 'undefined'},
    reason: 'where there is a fetch, the layout engine of Ink loads an HTTP client to decode its own code',
    gain: 'start to keys: CPU 18 % (16 to 24), memory 8 % (7 to 8)',
  },
  {
    id: 'lazy-segmenter',
    global: 'Intl.Segmenter',
    by: {file: 'terminal/ink/lazy-segmenter.ts'},
    reason: 'five packages make an Intl.Segmenter as they are loaded, though most texts need none',
    gain: 'start to keys: CPU 6.2 % (2.8 to 8.1), memory 2 %; the spread does not exclude less than 5 %',
  },
];

/** What esbuild's `define` has to replace by constants. */
export const defineOf = (chosen: readonly StandIn[]): Record<string, string> =>
  Object.fromEntries(chosen.flatMap(({global, by}) => ('value' in by ? [[global, by.value]] : [])));

/** Paths, from `source/` on, of the files that esbuild's `inject` has to take the globals from. */
export const injectOf = (chosen: readonly StandIn[]): readonly string[] =>
  chosen.flatMap(({by}) => ('file' in by ? [by.file] : []));
