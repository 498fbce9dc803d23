import {programName} from '../../../domain/program.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import type {CellOptions, Column} from '../column.ts';

/** The text of a row that a filter searches: `text` for a regular expression, `lower` (in lower case) for a word. */
export type RowTexts = {
  readonly text: (row: AssessedSocket) => string;
  readonly lower: (row: AssessedSocket) => string;
};

export type ShownTextCache = {
  /** The texts of rows that show these columns. Other columns than in the last call empty the cache. */
  readonly textsOf: (columns: readonly Column[], options: CellOptions) => RowTexts;
  readonly clear: () => void;
};

/**
 * A cache of the texts that a word of the filter searches: every shown column, uncut, the state, and all names of the
 * processes. A text is built once a row and set of columns, except columns over time and names of peers, which are
 * added at each call. The cache holds rows weakly.
 */
export function createShownTextCache(): ShownTextCache {
  let key = '';
  let texts = new WeakMap<AssessedSocket, string>();
  let lowers = new WeakMap<AssessedSocket, string>();
  const useKey = (newKey: string): void => {
    if (newKey === key) return;
    key = newKey;
    texts = new WeakMap();
    lowers = new WeakMap();
  };
  return {
    textsOf: (columns, {hostNameOf = () => null, ...options}) => {
      useKey(`${columns.map(({id}) => id).join()} ${options.numeric} ${options.symbols.to}`);
      const constant = columns.filter(column => !column.overTime);
      const overTime = columns.filter(column => column.overTime);
      const textOf = (row: AssessedSocket, shown: readonly Column[]): string =>
        shown.map(({text}) => text(row, Number.POSITIVE_INFINITY, options)).join(' ');
      const build = (row: AssessedSocket): string =>
        [textOf(row, constant), row.socket.state, ...namesIn(row)].join(' ');
      const nameOf = ({socket: {peer}}: AssessedSocket): string => (peer && hostNameOf(peer.address)) ?? '';
      const withChanging = (text: string, row: AssessedSocket, isLower: boolean): string => {
        const name = nameOf(row);
        const changing = [...(overTime.length > 0 ? [textOf(row, overTime)] : []), ...(name === '' ? [] : [name])];
        if (changing.length === 0) return text;
        return `${text} ${isLower ? changing.join(' ').toLowerCase() : changing.join(' ')}`;
      };
      const buildLower = (row: AssessedSocket): string => build(row).toLowerCase();
      return {
        text: row => withChanging(cached(texts, row, build), row, false),
        lower: row => withChanging(cached(lowers, row, buildLower), row, true),
      };
    },
    clear: () => useKey(''),
  };
}

/** The names of the programs and of the processes that hold the socket. */
const namesIn = ({socket: {owner}, role}: AssessedSocket): ReadonlySet<string> =>
  new Set(
    owner.known
      ? [...owner.value.flatMap(holder => [programName(holder), holder.process.name ?? []].flat()), role ?? []].flat()
      : [],
  );

function cached(
  texts: WeakMap<AssessedSocket, string>,
  row: AssessedSocket,
  build: (row: AssessedSocket) => string,
): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = build(row);
    texts.set(row, text);
  }
  return text;
}
