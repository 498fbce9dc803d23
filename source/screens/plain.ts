import {cellOptions, columnChoice} from '../app/state/build-list.ts';
import {linesOf} from '../app/state/line-index.ts';
import type {State} from '../app/state/state.ts';
import type {TableLine} from '../app/table/alike.ts';
import {columnWidths, shownColumns} from '../app/table/column-widths.ts';
import {naturalWidthsOf} from '../app/table/natural-widths.ts';
import {lineText} from '../domain/line.ts';
import {headerLines} from './list/header.ts';
import {foldOf, groupLine, gutter, rowLine, titleLine, undecorated} from './list/rows.ts';
import {inAscii} from './text/fit.ts';
import {wholeRows} from './whole-rows.ts';

/**
 * The list as lines of text: the header, the titles, every group with its rows. Lines fit `state.size.columns`; with an
 * infinite width, each column is as wide as its widest cell and nothing is cut. Lines × columns.
 */
export function* plainLines(state: State): Generator<string> {
  const isAscii = state.settings.ascii;
  for (const line of linesOfText(state)) yield isAscii ? inAscii(line.trimEnd()) : line.trimEnd();
}

function* linesOfText(state: State): Generator<string> {
  const {settings, size, folded, sort} = state;
  const lines = linesOf(state);
  const listed = Array.from({length: lines.length}, (_, index) => lines.at(index));
  const rows = listed.flatMap(line => line?.row ?? line?.alike ?? []);
  const {placed, textOf} = Number.isFinite(size.columns) ? fittingRows(state, rows) : wholeRows(state, rows);
  for (const line of headerLines(state, 3, 'text')) yield lineText(line);
  yield lineText(titleLine(placed, sort, settings.symbols));
  let index = 0;
  for (const line of listed) {
    if (!line) continue;
    const isRow = line.row !== null || line.alike !== null;
    yield isRow
      ? textOf(index++)
      : lineText(groupLine(line.group, folded.has(line.group.id), size.columns, settings.symbols, false));
  }
}

function fittingRows(state: State, rows: readonly TableLine[]) {
  const {columns} = state.size;
  const choice = columnChoice(state.settings, state.list?.snapshot ?? null);
  const options = cellOptions(state);
  const widths = naturalWidthsOf(rows, shownColumns(columns, choice), options);
  const placed = columnWidths(columns, gutter, choice, widths);
  const textOf = (index: number): string => {
    const row = rows[index] as TableLine;
    return lineText(rowLine(row, placed, options, {...undecorated, fold: foldOf(row)}));
  };
  return {placed, textOf};
}
