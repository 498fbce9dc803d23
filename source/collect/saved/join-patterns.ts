/** One pattern of several in a row, so that the columns of a table stand one below the other. Flags do not count. */
export const joinPatterns = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({source}) => source).join(''));
