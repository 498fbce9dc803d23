import type {Judged} from '../../assess/judge.ts';
import type {CellOptions, PlacedColumn} from '../columns.ts';

/**
 * The text of a row that a word of the filter searches: every shown column, uncut, and the state. Built once a row and set
 * of columns; what is kept goes with the row.
 */
export function createShown(): (columns: readonly PlacedColumn[], options: CellOptions) => (row: Judged) => string {
  let key = '';
  let texts = new WeakMap<Judged, string>();
  return (columns, options) => {
    const now = `${columns.map(({column}) => column.id).join()} ${options.numeric} ${options.symbols.to}`;
    if (now !== key) {
      key = now;
      texts = new WeakMap();
    }
    return row => {
      const known = texts.get(row);
      if (known !== undefined) return known;
      const cells = columns.map(({column}) => column.text(row, Number.POSITIVE_INFINITY, options));
      const text = [...cells, row.socket.state].join(' ');
      texts.set(row, text);
      return text;
    };
  };
}
