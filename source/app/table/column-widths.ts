import type {Column, PlacedColumn} from './column.ts';
import {columns} from './columns.ts';
import {distributeWidth} from './distribute-width.ts';
import {type NaturalWidths, noNaturalWidths} from './natural-widths.ts';

export const columnIds: readonly string[] = columns.map(({id}) => id);

/** The columns that hold verdict, port, owner and why. A choice of columns cannot remove them. */
const always = new Set(['verdict', 'port', 'ends', 'local', 'owner', 'why']);

/** The settings that remove columns, besides the width of the terminal. */
export type ColumnChoice = {
  /** There is a single poll, so columns that compare polls are left out. */
  readonly isOneShot?: boolean;
  /** The list has sockets of several network namespaces. */
  readonly hasNamespaces?: boolean;
  /** The ids of the columns to show; null for all. */
  readonly chosen?: readonly string[] | null;
};

function isChosen({id, overTime, ofNamespaces}: Column, choice: ColumnChoice): boolean {
  const {isOneShot = false, hasNamespaces = false, chosen = null} = choice;
  if ((isOneShot && overTime) || (ofNamespaces && !hasNamespaces)) return false;
  return chosen === null || always.has(id) || chosen.includes(id);
}

/** The columns on a terminal of this width, from left to right. */
export const shownColumns = (terminalColumns: number, choice: ColumnChoice = {}): readonly Column[] =>
  columns.filter(
    column => terminalColumns >= column.from && terminalColumns <= column.until && isChosen(column, choice),
  );

/**
 * The columns on a terminal of this width with their cells, `gutter` cells excluded; the last column takes the rest of
 * the line. A column with a deficit against its natural width gets the surplus of others.
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
