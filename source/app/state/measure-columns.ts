import {shownColumns} from '../table/column-widths.ts';
import {naturalWidthsOf, noNaturalWidths} from '../table/natural-widths.ts';
import {cellOptions, columnChoice, isSameListQuery} from './build-list.ts';
import type {Transition} from './event.ts';
import {visibleLines} from './list-lines.ts';
import type {State} from './state.ts';

/**
 * Updates the natural widths by the rows on the screen. While the query of the list stays the same, widths only grow,
 * so columns do not jump as the user scrolls or as sockets come and go.
 */
export function withNaturalWidths(before: State, [after, effects]: Transition<State>): Transition<State> {
  if (isSameScreen(before, after)) return [after, effects];
  const columns = shownColumns(after.size.columns, columnChoice(after.settings, after.list?.snapshot ?? null)).filter(
    ({growPriority}) => growPriority !== undefined,
  );
  const known = hasSameQuery(before, after) ? before.naturalWidths : noNaturalWidths;
  const naturalWidths = naturalWidthsOf(visibleLines(after), columns, cellOptions(after), known);
  return [{...after, naturalWidths}, effects];
}

const isSameScreen = (before: State, after: State): boolean =>
  before.list?.groups === after.list?.groups &&
  before.top === after.top &&
  before.size === after.size &&
  before.folded === after.folded &&
  before.unfolded === after.unfolded &&
  before.settings === after.settings &&
  before.hostNames === after.hostNames;

const hasSameQuery = (before: State, after: State): boolean =>
  before.list !== null &&
  after.list !== null &&
  isSameListQuery(before.list.listQuery, after.list.listQuery) &&
  before.size.columns === after.size.columns &&
  before.settings === after.settings &&
  before.hostNames.shown === after.hostNames.shown;
