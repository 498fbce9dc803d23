import type {Snapshot} from '../../domain/snapshot.ts';
import {finish, type Steps} from '../../domain/task.ts';
import type {Judged, Judgement} from '../../judge/assess-all.ts';
import type {CellOptions} from '../table/column.ts';
import {type ColumnChoice, shownColumns} from '../table/column-widths.ts';
import type {Marks} from '../table/filter/fields.ts';
import {filtering} from '../table/filter/filter-rows.ts';
import {createShown} from '../table/filter/shown-text.ts';
import {intoGroups} from '../table/group-rows.ts';
import {groupingOf} from '../table/groupings.ts';
import {ordering} from '../table/incremental-order.ts';
import {inserting} from '../table/merge-sort.ts';
import {comparing, isMoving, sortingRows} from '../table/sort.ts';
import {summarising} from '../table/summary.ts';
import {lingering, markOf} from '../table/track-changes.ts';
import {narrowRows} from '../table/type-filter.ts';
import type {Arrangement, Look, State} from './state.ts';

const shownText = createShown();

/** What the texts of cells depend on. */
export const cellOptions = ({
  settings,
  track,
  now,
  hostNames,
}: Pick<State, 'settings' | 'track' | 'now' | 'hostNames'>): CellOptions => ({
  symbols: settings.symbols,
  numeric: settings.numeric,
  seenOf: row => track.seen.get(row.socket.key),
  now,
  hostNameOf: address => (hostNames.shown ? (hostNames.known.get(address) ?? null) : null),
});

export const columnChoice = ({interval, columns}: State['settings']): ColumnChoice => ({
  oneLook: interval === null,
  chosen: columns ?? null,
});

/** How the list is asked for. */
const arrangementOf = ({narrow, sort, grouping, filter, size, settings}: State): Arrangement => ({
  narrow,
  sort,
  grouping,
  query: filter.query,
  // What a word of the filter searches depends on the columns that fit.
  searched: filter.query.text === '' ? '' : `${size.columns} ${settings.numeric}`,
});

/** Whether the list stands as it is asked for. */
export const isArranged = (state: State): boolean =>
  state.look === null || isSameArrangement(state.look.arrangement, arrangementOf(state));

/** Whether two states ask for the same list. */
export const isSameList = (a: State, b: State): boolean => isSameArrangement(arrangementOf(a), arrangementOf(b));

export const isSameArrangement = (a: Arrangement, b: Arrangement): boolean =>
  a.narrow === b.narrow &&
  a.sort === b.sort &&
  a.grouping === b.grouping &&
  a.query.text === b.query.text &&
  a.searched === b.searched;

/** As `arranging`, all at once. */
export const arrange = (state: State, snapshot: Snapshot, judgement: Judgement): Look =>
  finish(arranging(state, snapshot, judgement));

/**
 * Sorts, narrows, filters, groups and counts what was judged. Sockets that closed lately stay in the list, uncounted. The
 * judgement is that of the look on the screen or follows it.
 */
export function* arranging(state: State, snapshot: Snapshot, judgement: Judgement): Steps<Look> {
  const {narrow, filter, track, grouping, size} = state;
  const options = cellOptions(state);
  const compare = comparing(state.sort, options);
  const ordered = yield* orderingOf(state, judgement, compare, options);
  const gone = new Set(lingering(track));
  const {rows, hiddenLoopback} = narrowRows(ordered, narrow);
  yield;
  const closed = yield* sortingRows(narrowRows([...gone], narrow).rows, state.sort, options);
  const candidates = yield* inserting(rows, closed, compare);
  const marksOf = (row: Judged): Marks => {
    const mark = markOf(track, row, gone.has(row));
    return {isNew: mark === 'new', isChanged: mark === 'changed', isClosed: mark === 'closed'};
  };
  if (filter.query.text === '') shownText.forget();
  const texts = shownText.of(shownColumns(size.columns, columnChoice(state.settings)), options);
  const kept = yield* filtering(candidates, filter.query, marksOf, texts);
  const {moving, seen} = track;
  const ratesOf = ({socket: {key}}: Judged) => (moving.has(key) ? seen.get(key)?.rates : null);
  const groups = yield* intoGroups(kept, groupingOf(grouping), gone, moving.size === 0 ? undefined : ratesOf);
  yield;
  return {
    snapshot,
    judgement,
    arrangement: arrangementOf(state),
    ordered,
    groups,
    summary: yield* summarising(kept, gone),
    hiddenLoopback,
    beforeFilter: rows.length,
    lingering: gone,
  };
}

/** All rows in the order that is asked for: those of the look on the screen with what changed since, where they are in it. */
function* orderingOf(
  {look, sort}: State,
  judgement: Judgement,
  compare: (a: Judged, b: Judged) => number,
  options: CellOptions,
): Steps<readonly Judged[]> {
  if (!look || look.arrangement.sort !== sort || isMoving(sort)) {
    return yield* sortingRows(judgement.rows, sort, options);
  }
  if (look.judgement === judgement) return look.ordered;
  return yield* ordering(look.ordered, judgement.delta, compare, rows => sortingRows(rows, sort, options));
}
