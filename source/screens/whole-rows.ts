import {cellOptions, columnChoice} from '../app/state/build-list.ts';
import type {State} from '../app/state/state.ts';
import type {TableLine} from '../app/table/alike.ts';
import {cellText} from '../app/table/alike-columns.ts';
import type {CellOptions, Column, PlacedColumn} from '../app/table/column.ts';
import {shownColumns} from '../app/table/column-widths.ts';
import {sortedBy} from '../app/table/sort.ts';
import {foldOf, markSpan} from './list/rows.ts';
import {steady, width} from './text/fit.ts';

/**
 * Rows of which nothing is cut, each column as wide as its widest cell, and where each column is. Makes the text of
 * each cell once: the text of a row needs the widths of all others. `textOf` takes the index of a row, and leaves
 * blanks at its end.
 */
export function wholeRows(state: State, rows: readonly TableLine[]) {
  const {symbols} = state.settings;
  const options = cellOptions(state);
  const sorted = sortedBy(state.sort).column;
  const choice = columnChoice(state.settings, state.list?.snapshot ?? null);
  const columns = shownColumns(state.size.columns, choice).map(column =>
    createWholeColumn(column, options, column.title.length + (column.id === sorted ? 1 : 0)),
  );
  // Row by row: the cells of a row read the same objects.
  for (const row of rows) for (const {add} of columns) add(row);
  const placed = columns.map(({column, cells}): PlacedColumn => ({column, cells: cells()}));
  const textOf = (index: number): string => {
    const row = rows[index] as TableLine;
    let text = ` ${markSpan(row, null, foldOf(row), symbols).text}`;
    for (const {textAt} of columns) text += `${textAt(index)} `;
    return text;
  };
  return {placed, textOf};
}

/** Takes the cells of a column in the order of the rows, then pads them to the widest one. */
function createWholeColumn(column: Column, options: CellOptions, atLeast: number) {
  const texts: string[] = [];
  let cells = atLeast;
  let isPlain = true;
  let [last, lastSteady] = ['', ''];
  const add = (row: TableLine): void => {
    const text = cellText(column, row, Number.POSITIVE_INFINITY, options);
    // Many a cell has the text of the one above it.
    if (text !== last) {
      [last, lastSteady] = [text, steady(text)];
      const wide = width(lastSteady);
      isPlain &&= wide === lastSteady.length;
      cells = Math.max(cells, wide);
    }
    texts.push(lastSteady);
  };
  const isRight = column.align === 'right';
  const textAt = (index: number): string => {
    const text = texts[index] as string;
    const length = isPlain ? cells : cells + text.length - width(text);
    return isRight ? text.padStart(length) : text.padEnd(length);
  };
  return {column, add, cells: () => cells, textAt};
}
