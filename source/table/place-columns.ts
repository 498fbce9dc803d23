import type {Column} from './column.ts';
import {columns} from './columns.ts';

export const columnIds: readonly string[] = columns.map(({id}) => id);

/** What leaves verdict, port, owner and why: a list of columns cannot take these away. */
const always = new Set(['verdict', 'port', 'ends', 'local', 'owner', 'why']);

/** A column with the cells it has on a certain terminal. */
export type PlacedColumn = {readonly column: Column; readonly cells: number};

/** What narrows the columns besides the width of the terminal. */
export type ColumnChoice = {
  /** Leaves out columns that tell of more than one look. */
  readonly oneLook?: boolean;
  /** Ids of columns to show; null: all. */
  readonly chosen?: readonly string[] | null;
};

export const isChosen = ({id, overTime}: Column, {oneLook = false, chosen = null}: ColumnChoice): boolean =>
  !(oneLook && overTime) && (chosen === null || always.has(id) || chosen.includes(id));

/**
 * The columns for a terminal of this width, `gutter` cells of which are taken; the last gets what is left.
 */
export function placeColumns(
  terminalColumns: number,
  gutter: number,
  {oneLook = false, chosen = null}: ColumnChoice = {},
): readonly PlacedColumn[] {
  const shown = columns.filter(
    column => terminalColumns >= column.from && terminalColumns <= column.until && isChosen(column, {oneLook, chosen}),
  );
  const fixed = shown.map(column => column.cells(terminalColumns));
  const used = fixed.reduce((sum, cells) => sum + cells, 0) + shown.length - 1 + gutter;
  return shown.map((column, index) => ({
    column,
    cells: fixed[index] || Math.max(0, terminalColumns - used),
  }));
}
