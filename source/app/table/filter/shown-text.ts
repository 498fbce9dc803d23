import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {programName} from '../cells.ts';
import type {CellOptions, Column} from '../column.ts';

/** The text of a row that a filter searches: as it is for an expression, in lower case for a word. */
export type ShownTexts = {
  readonly text: (row: AssessedSocket) => string;
  readonly lower: (row: AssessedSocket) => string;
};

export type Shown = {
  readonly of: (columns: readonly Column[], options: CellOptions) => ShownTexts;
  readonly forget: () => void;
};

/**
 * The text of a row that a word of the filter searches: every shown column, uncut, the state, and all names of its processes.
 * Built once a row and set of columns, but for what changes from look to look and the names of peers, which come one by one;
 * what is kept goes with the row.
 */
export function createShownText(): Shown {
  let key = '';
  let texts = new WeakMap<AssessedSocket, string>();
  let lowers = new WeakMap<AssessedSocket, string>();
  const renew = (now: string): void => {
    if (now === key) return;
    key = now;
    texts = new WeakMap();
    lowers = new WeakMap();
  };
  return {
    of: (columns, {hostNameOf = () => null, ...options}) => {
      renew(`${columns.map(({id}) => id).join()} ${options.numeric} ${options.symbols.to}`);
      const lasting = columns.filter(column => !column.overTime);
      const overTime = columns.filter(column => column.overTime);
      const textOf = (row: AssessedSocket, some: readonly Column[]): string =>
        some.map(({text}) => text(row, Number.POSITIVE_INFINITY, options)).join(' ');
      const build = (row: AssessedSocket): string =>
        [textOf(row, lasting), row.socket.state, ...namesIn(row)].join(' ');
      const nameOf = ({socket: {peer}}: AssessedSocket): string => (peer && hostNameOf(peer.address)) ?? '';
      const withTime = (text: string, row: AssessedSocket, isLower: boolean): string => {
        const name = nameOf(row);
        const later = [...(overTime.length > 0 ? [textOf(row, overTime)] : []), ...(name === '' ? [] : [name])];
        if (later.length === 0) return text;
        return `${text} ${isLower ? later.join(' ').toLowerCase() : later.join(' ')}`;
      };
      return {
        text: row => withTime(kept(texts, row, build), row, false),
        lower: row =>
          withTime(
            kept(lowers, row, each => build(each).toLowerCase()),
            row,
            true,
          ),
      };
    },
    forget: () => renew(''),
  };
}

/** What the processes run, and what they call themselves. */
const namesIn = ({socket: {owner}}: AssessedSocket): ReadonlySet<string> =>
  new Set(owner.known ? owner.value.flatMap(holder => [programName(holder), holder.process.name]) : []);

function kept(
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
