import {shownColumns} from '../table/column-widths.ts';
import {needsOf, noNeeds} from '../table/natural-widths.ts';
import {cellOptions, columnChoice, isSameArrangement} from './build-list.ts';
import type {Step} from './event.ts';
import {visibleRows} from './list-lines.ts';
import type {State} from './state.ts';

/**
 * Takes in what the rows need that a step brought to the screen. While the list is asked for in one way needs only grow, so that
 * columns do not move to and fro as one scrolls, or as sockets come and go.
 */
export function withNeeds(before: State, [after, effects]: Step<State>): Step<State> {
  if (showsTheSame(before, after)) return [after, effects];
  const columns = shownColumns(after.size.columns, columnChoice(after.settings)).filter(
    ({claim}) => claim !== undefined,
  );
  const known = isAskedForAlike(before, after) ? before.needs : noNeeds;
  const needs = needsOf(visibleRows(after), columns, cellOptions(after), known);
  return [{...after, needs}, effects];
}

const showsTheSame = (before: State, after: State): boolean =>
  before.look?.groups === after.look?.groups &&
  before.top === after.top &&
  before.size === after.size &&
  before.folded === after.folded &&
  before.settings === after.settings &&
  before.hostNames === after.hostNames;

const isAskedForAlike = (before: State, after: State): boolean =>
  before.look !== null &&
  after.look !== null &&
  isSameArrangement(before.look.arrangement, after.look.arrangement) &&
  before.size.columns === after.size.columns &&
  before.settings === after.settings &&
  before.hostNames.shown === after.hostNames.shown;
