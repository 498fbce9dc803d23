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
    wholeColumn(column, rows, options, column.title.length + (column.id === sorted ? 1 : 0)),
  );
  const textOf = (index: number): string => {
    const row = rows[index] as TableLine;
    let text = ` ${markSpan(row, null, foldOf(row), symbols).text}`;
    for (const {textAt} of columns) text += `${textAt(index)} `;
    return text;
  };
  return {placed: columns as readonly PlacedColumn[], textOf};
}

/** A column with the padded texts of its cells, by the index of their row. */
type WholeColumn = PlacedColumn & {readonly textAt: (index: number) => string};

function wholeColumn(column: Column, rows: readonly TableLine[], options: CellOptions, atLeast: number): WholeColumn {
  const texts = new Array<string>(rows.length);
  let cells = atLeast;
  let [last, lastSteady] = ['', ''];
  for (let index = 0; index < rows.length; index++) {
    const text = cellText(column, rows[index] as TableLine, Number.POSITIVE_INFINITY, options);
    // Many a cell has the text of the one above it.
    if (text !== last) {
      [last, lastSteady] = [text, steady(text)];
      cells = Math.max(cells, width(lastSteady));
    }
    texts[index] = lastSteady;
  }
  const isRight = column.align === 'right';
  const textAt = (index: number): string => {
    const text = texts[index] as string;
    const length = cells + text.length - width(text);
    return isRight ? text.padStart(length) : text.padEnd(length);
  };
  return {column, cells, textAt};
}
