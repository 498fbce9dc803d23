import type {Snapshot} from '../../domain/snapshot.ts';
import type {Task} from '../../domain/task.ts';
import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';
import type {CellOptions} from '../table/column.ts';
import {type ColumnChoice, shownColumns} from '../table/column-widths.ts';
import type {Marks} from '../table/filter/fields.ts';
import {filterRows} from '../table/filter/filter-rows.ts';
import {createShownText} from '../table/filter/shown-text.ts';
import {groupRows} from '../table/group-rows.ts';
import {groupingOf} from '../table/groupings.ts';
import {incrementalOrder} from '../table/incremental-order.ts';
import {mergeSorted} from '../table/merge-sort.ts';
import {compareBy, isMoving, sortRows} from '../table/sort.ts';
import {summarise} from '../table/summary.ts';
import {markOf, recentlyClosed} from '../table/track-changes.ts';
import {applyTypeFilter} from '../table/type-filter.ts';
import type {ListQuery, ListState, State} from './state.ts';

const shownText = createShownText();

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
  isOneShot: interval === null,
  chosen: columns ?? null,
});

/** How the list is asked for. */
const listQueryOf = ({typeFilter, sort, grouping, filter, size, settings}: State): ListQuery => ({
  typeFilter,
  sort,
  grouping,
  query: filter.query,
  // What a word of the filter searches depends on the columns that fit.
  searchedText: filter.query.text === '' ? '' : `${size.columns} ${settings.numeric}`,
});

/** Whether the list stands as it is asked for. */
export const isListCurrent = (state: State): boolean =>
  state.list === null || isSameListQuery(state.list.listQuery, listQueryOf(state));

/** Whether two states ask for the same list. */
export const wantSameList = (a: State, b: State): boolean => isSameListQuery(listQueryOf(a), listQueryOf(b));

export const isSameListQuery = (a: ListQuery, b: ListQuery): boolean =>
  a.typeFilter === b.typeFilter &&
  a.sort === b.sort &&
  a.grouping === b.grouping &&
  a.query.text === b.query.text &&
  a.searchedText === b.searchedText;

/**
 * Sorts, narrows, filters, groups and counts what was assessed. Sockets that closed lately stay in the list, uncounted. The
 * judgement is that of the poll on the screen or follows it.
 */
export function* buildList(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): Task<ListState> {
  const {typeFilter, filter, track, grouping, size} = state;
  const options = cellOptions(state);
  const compare = compareBy(state.sort, options);
  const ordered = yield* orderRows(state, assessed, compare, options);
  const gone = new Set(recentlyClosed(track));
  const {rows, hiddenLoopback} = applyTypeFilter(ordered, typeFilter);
  yield;
  const closed = yield* sortRows(applyTypeFilter([...gone], typeFilter).rows, state.sort, options);
  const candidates = yield* mergeSorted(rows, closed, compare);
  const marksOf = (row: AssessedSocket): Marks => {
    const mark = markOf(track, row, gone.has(row));
    return {isNew: mark === 'new', isChanged: mark === 'changed', isClosed: mark === 'closed'};
  };
  if (filter.query.text === '') shownText.forget();
  const texts = shownText.of(shownColumns(size.columns, columnChoice(state.settings)), options);
  const kept = yield* filterRows(candidates, filter.query, marksOf, texts);
  const {moving, seen} = track;
  const ratesOf = ({socket: {key}}: AssessedSocket) => (moving.has(key) ? seen.get(key)?.rates : null);
  const groups = yield* groupRows(kept, groupingOf(grouping), gone, moving.size === 0 ? undefined : ratesOf);
  yield;
  return {
    snapshot,
    assessed,
    listQuery: listQueryOf(state),
    ordered,
    groups,
    summary: yield* summarise(kept, gone),
    hiddenLoopback,
    countBeforeFilter: rows.length,
    recentlyClosed: gone,
  };
}

/** All rows in the order that is asked for: those of the poll on the screen with what changed since, where they are in it. */
function* orderRows(
  {list, sort}: State,
  assessed: AssessedSnapshot,
  compare: (a: AssessedSocket, b: AssessedSocket) => number,
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  if (!list || list.listQuery.sort !== sort || isMoving(sort)) {
    return yield* sortRows(assessed.rows, sort, options);
  }
  if (list.assessed === assessed) return list.ordered;
  return yield* incrementalOrder(list.ordered, assessed.delta, compare, rows => sortRows(rows, sort, options));
}
