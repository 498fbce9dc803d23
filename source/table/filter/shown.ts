import type {Judged} from '../../assess/judge.ts';
import type {CellOptions} from '../column.ts';
import type {PlacedColumn} from '../place-columns.ts';

/**
 * The text of a row that a word of the filter searches: every shown column, uncut, and the state. Built once a row and set
 * of columns, but for what changes from look to look; what is kept goes with the row.
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
    const lasting = columns.filter(({column}) => !column.overTime);
    const overTime = columns.filter(({column}) => column.overTime);
    const textOf = (row: Judged, some: readonly PlacedColumn[]): string =>
      some.map(({column}) => column.text(row, Number.POSITIVE_INFINITY, options)).join(' ');
    return row => {
      let text = texts.get(row);
      if (text === undefined) {
        text = `${textOf(row, lasting)} ${row.socket.state}`;
        texts.set(row, text);
      }
      return overTime.length === 0 ? text : `${text} ${textOf(row, overTime)}`;
    };
  };
}
