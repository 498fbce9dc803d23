import {cellOptions, columnChoice} from '../app/state/build-list.ts';
import {linesOf} from '../app/state/line-index.ts';
import type {State} from '../app/state/state.ts';
import type {PlacedColumn} from '../app/table/column.ts';
import {columnWidths, shownColumns} from '../app/table/column-widths.ts';
import {naturalWidthsOf} from '../app/table/natural-widths.ts';
import {sortedBy} from '../app/table/sort.ts';
import {lineText} from '../domain/line.ts';
import {headerLines} from './list/header.ts';
import {groupLine, gutter, rowLine, titleLine, undecorated} from './list/rows.ts';
import {inAscii} from './text/fit.ts';

/**
 * The list as text: the header, the titles, every group with its rows. Lines fit `state.size.columns`; with an infinite
 * width, each column is as wide as its widest cell and nothing is cut. Measures every cell once: rows × columns.
 */
export function plainText(state: State): string {
  const {settings, size, folded} = state;
  const lines = linesOf(state);
  const options = cellOptions(state);
  const placed = textColumns(state);
  const body = Array.from({length: lines.length}, (_, index) => {
    const line = lines.at(index);
    if (!line) return '';
    const shown = line.row ?? line.alike;
    return lineText(
      shown
        ? rowLine(shown, placed, options, {...undecorated, fold: line.alike ? 'folded' : null})
        : groupLine(line.group, folded.has(line.group.id), size.columns, settings.symbols, false),
    );
  });
  const head = headerLines(state, 3, 'text').map(lineText);
  const text = [...head, lineText(titleLine(placed, state.sort, settings.symbols)), ...body]
    .map(line => line.trimEnd())
    .join('\n');
  return settings.ascii ? inAscii(text) : text;
}

function textColumns(state: State): readonly PlacedColumn[] {
  const {columns} = state.size;
  const choice = columnChoice(state.settings, state.list?.snapshot ?? null);
  const shown = shownColumns(columns, choice);
  const lines = (state.list?.groups ?? []).flatMap(group => group.lines);
  const naturalWidths = naturalWidthsOf(lines, shown, cellOptions(state));
  if (Number.isFinite(columns)) return columnWidths(columns, gutter, choice, naturalWidths);
  const sorted = sortedBy(state.sort).column;
  return shown.map(column => {
    const title = column.title.length + (column.id === sorted ? 1 : 0);
    return {column, cells: Math.max(title, naturalWidths[column.id] ?? 0)};
  });
}
