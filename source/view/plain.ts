import {fit, inAscii, steady, width} from '../layout/fit.ts';
import {lineText} from '../model/line.ts';
import {cellOptions, columnChoice} from '../state/arrange.ts';
import {linesOf} from '../state/list.ts';
import type {State} from '../state/state.ts';
import {columns} from '../table/columns.ts';
import {isChosen, type PlacedColumn, placeColumns} from '../table/place-columns.ts';
import {headerLines} from './header.ts';
import {groupLine, gutter, plainLook, rowLine, titleLine} from './rows.ts';

/**
 * The list as text: the header, the titles, every group with its rows. `state.size.columns` is the width to fit; an
 * infinite one makes each column as wide as its widest cell, so that nothing is cut.
 */
export function plainText(state: State): string {
  const {settings, size, folded} = state;
  const lines = linesOf(state);
  const options = cellOptions(state);
  const placed = Number.isFinite(size.columns)
    ? placeColumns(size.columns, gutter, columnChoice(settings))
    : naturalColumns(state);
  const body = Array.from({length: lines.length}, (_, index) => {
    const each = lines.at(index);
    if (!each) return '';
    return lineText(
      each.row
        ? rowLine(each.row, placed, options, plainLook)
        : groupLine(each.group, folded.has(each.group.id), size.columns, settings.symbols, false),
    );
  });
  const head = headerLines(state, 3, 'text').map(lineText);
  const text = [...head, lineText(titleLine(placed, state.sort, settings.symbols)), ...body]
    .map(each => each.trimEnd())
    .join('\n');
  return settings.ascii ? inAscii(text) : text;
}

function naturalColumns(state: State): readonly PlacedColumn[] {
  const rows = (state.look?.groups ?? []).flatMap(group => group.rows);
  const options = cellOptions(state);
  return columns
    .filter(column => column.until === Number.POSITIVE_INFINITY && isChosen(column, columnChoice(state.settings)))
    .map(column => ({
      column,
      cells: rows.reduce(
        (most, row) => Math.max(most, width(steady(column.text(row, Number.POSITIVE_INFINITY, options)))),
        fit(column.title, column.title.length).length,
      ),
    }));
}
