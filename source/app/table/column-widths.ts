import type {Column, PlacedColumn} from './column.ts';
import {columns} from './columns.ts';
import {distributeWidth} from './distribute-width.ts';
import {type NaturalWidths, noNaturalWidths} from './natural-widths.ts';

export const columnIds: readonly string[] = columns.map(({id}) => id);

/** What leaves verdict, port, owner and why: a list of columns cannot take these away. */
const always = new Set(['verdict', 'port', 'ends', 'local', 'owner', 'why']);

/** What narrows the columns besides the width of the terminal. */
export type ColumnChoice = {
  /** Leaves out columns that tell of more than one poll. */
  readonly isOneShot?: boolean;
  /** Ids of columns to show; null: all. */
  readonly chosen?: readonly string[] | null;
};

const isChosen = ({id, overTime}: Column, {isOneShot = false, chosen = null}: ColumnChoice): boolean =>
  !(isOneShot && overTime) && (chosen === null || always.has(id) || chosen.includes(id));

/** The columns for a terminal of this width, from left to right. */
export const shownColumns = (terminalColumns: number, choice: ColumnChoice = {}): readonly Column[] =>
  columns.filter(
    column => terminalColumns >= column.from && terminalColumns <= column.until && isChosen(column, choice),
  );

/**
 * The columns for a terminal of this width, `gutter` cells of which are taken; the last gets what is left. Where the rows need
 * more in one than it has, it gets what others can spare.
 */
export function columnWidths(
  terminalColumns: number,
  gutter: number,
  choice: ColumnChoice = {},
  naturalWidths: NaturalWidths = noNaturalWidths,
): readonly PlacedColumn[] {
  const shown = shownColumns(terminalColumns, choice);
  const fixed = shown.map(column => column.cells(terminalColumns));
  const used = fixed.reduce((sum, cells) => sum + cells, 0) + shown.length - 1 + gutter;
  const placed = shown.map((column, index) => ({
    column,
    cells: fixed[index] || Math.max(0, terminalColumns - used),
  }));
  return distributeWidth(placed, naturalWidths);
}
