import type {Snapshot} from '../../domain/snapshot.ts';
import type {Task} from '../../domain/task.ts';
import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';
import {differsFromBaseline, standingOf} from '../../judge/baseline/standing.ts';
import type {CellOptions} from '../table/column.ts';
import {type ColumnChoice, shownColumns} from '../table/column-widths.ts';
import type {Marks} from '../table/filter/fields.ts';
import {filterRows} from '../table/filter/filter-rows.ts';
import {createShownTextCache, type RowTexts} from '../table/filter/shown-text.ts';
import {compareRows, type Group, groupRows} from '../table/group-rows.ts';
import {groupingOf} from '../table/groupings.ts';
import {incrementalOrder} from '../table/incremental-order.ts';
import {mergeSorted} from '../table/merge-sort.ts';
import {compareBy, isVolatile, sortFromUsual, sortLines, sortRows} from '../table/sort.ts';
import {createCounter} from '../table/summary.ts';
import {isOwnerPending, markOf, recentlyClosed} from '../table/track-changes.ts';
import {applyTypeFilter} from '../table/type-filter.ts';
import {listFrame} from './frame.ts';
import type {ListQuery, ListState, State} from './state.ts';

const shownText = createShownTextCache();

/** The part of the state that the text of a cell depends on. */
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

/** The choice of columns by the settings, and by the sockets of a poll; null before the first one. */
export const columnChoice = ({interval, columns}: State['settings'], snapshot: Snapshot | null): ColumnChoice => ({
  isOneShot: interval === null,
  hasNamespaces: snapshot !== null && hasOtherNamespaces(snapshot),
  chosen: columns ?? null,
});

/** By the array of sockets, which lives as long as nothing changes. */
const otherNamespaces = new WeakMap<Snapshot['sockets'], boolean>();

function hasOtherNamespaces({sockets}: Snapshot): boolean {
  const known = otherNamespaces.get(sockets);
  if (known !== undefined) return known;
  const has = sockets.some(({netns}) => netns !== null);
  otherNamespaces.set(sockets, has);
  return has;
}

/** The query of the list that a state requests. */
const listQueryOf = ({typeFilter, sort, grouping, filter, compact, size, settings}: State): ListQuery => ({
  typeFilter,
  sort,
  grouping,
  query: filter.query,
  compact,
  // A word of the filter searches the shown columns, which depend on the width of the terminal.
  searchedText: filter.query.text === '' ? '' : `${size.columns} ${settings.numeric}`,
});

/** Whether the list of a state answers its query; true without a list. */
export const isListCurrent = (state: State): boolean =>
  state.list === null || isSameListQuery(state.list.listQuery, listQueryOf(state));

/** Whether two states request the same list. */
export const isSameListRequested = (a: State, b: State): boolean => isSameListQuery(listQueryOf(a), listQueryOf(b));

/** Whether two queries have the same list as their answer. */
export const isSameListQuery = (a: ListQuery, b: ListQuery): boolean =>
  a.typeFilter === b.typeFilter &&
  a.sort === b.sort &&
  a.grouping === b.grouping &&
  a.query.text === b.query.text &&
  a.compact === b.compact &&
  a.searchedText === b.searchedText;

/**
 * Sorts, filters, groups and counts the assessed sockets. Recently closed sockets stay in the list but are not counted.
 * `assessed` is of the poll on the screen or of the next one. Linear in the sockets; a new sort order costs n log n.
 */
export function* buildList(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): Task<ListState> {
  const {typeFilter, filter, track, grouping} = state;
  const options = cellOptions(state);
  const compare = compareBy(state.sort, options);
  const usual = yield* usualOrder(state, assessed, options);
  const ordered = yield* orderRows(state, assessed, usual, options);
  const closed = new Set(recentlyClosed(track));
  const {rows, hiddenLoopback} = applyTypeFilter(ordered, typeFilter);
  yield;
  const closedRows = yield* sortRows(applyTypeFilter([...closed], typeFilter).rows, state.sort, options);
  const candidates = yield* mergeSorted(rows, closedRows, compare);
  const marksOf = (row: AssessedSocket): Marks => {
    const mark = markOf(track, row, closed.has(row));
    return {isNew: mark === 'new', isChanged: mark === 'changed', isClosed: mark === 'closed'};
  };
  if (filter.query.text === '' && state.mode.at !== 'filter') shownText.clear();
  const texts = textsOf(state, snapshot, options);
  const shown = yield* filterRows(candidates, filter.query, marksOf, texts);
  const {active, seen, marked} = track;
  const ratesOf = ({socket: {key}}: AssessedSocket) => (active.has(key) ? seen.get(key)?.rates : null);
  const isCompact = isListCompact(state, shown.length);
  const counter = createCounter();
  const groups = yield* groupRows(shown, groupingOf(grouping), {
    uncounted: closed,
    ...(active.size > 0 && {ratesOf}),
    isCompact,
    // A row that is new, changed, suspect or not as the baseline has it never hides among others.
    standsAlone: row =>
      standingOf(row) === 'suspect' || differsFromBaseline(row) || (marked.size > 0 && marked.has(row)),
    before: state.list?.groups ?? [],
    onCounted: counter.add,
  });
  const sortedGroups: Group[] = [];
  for (const group of groups) sortedGroups.push({...group, lines: yield* sortLines(group, state.sort, options)});
  yield;
  return {
    snapshot,
    assessed,
    listQuery: {...listQueryOf(state), compact: isUndecided(state, assessed) ? 'auto' : isCompact},
    usual,
    ordered,
    groups: sortedGroups,
    isCompact,
    summary: counter.summary(),
    hiddenLoopback,
    countBeforeFilter: rows.length,
    recentlyClosed: closed,
  };
}

const textsOf = ({size, settings}: State, snapshot: Snapshot, options: CellOptions): RowTexts =>
  shownText.textsOf(shownColumns(size.columns, columnChoice(settings, snapshot)), options);

/** The number of rows between two yields. */
const textsPerStep = 200;

/**
 * Makes the texts that a word of the filter will search, while the user has opened the prompt and typed nothing yet;
 * ends early once there is something to build. Linear in the rows.
 */
export function* makeTexts(current: () => State): Task<void> {
  const state = current();
  const {list} = state;
  if (!list) return;
  const {lower} = textsOf(state, list.snapshot, cellOptions(state));
  for (let index = 0; index < list.ordered.length; index++) {
    if (index % textsPerStep === 0) {
      yield;
      if (current().mode.at !== 'filter' || !isListCurrent(current())) return;
    }
    lower(list.ordered[index] as AssessedSocket);
  }
}

/** The number of screens up to which the first list has a line for each socket, where the user did not choose. */
const maxScreens = 10;

/** Whether alike sockets are one line, of a list with so many sockets. */
const isListCompact = ({compact, size}: State, sockets: number): boolean =>
  compact === 'auto' ? sockets > maxScreens * listFrame(size).body : compact;

/**
 * Whether the length of this list decides nothing: before the owners are known, a filter by owner keeps nothing. Linear
 * in the sockets, until a list decides.
 */
const isUndecided = ({compact}: State, {rows}: AssessedSnapshot): boolean =>
  compact === 'auto' && rows.some(isOwnerPending);

/** The share of rows that changed from which on all are sorted, which takes less than to find the changed ones. */
const sortedFrom = 1 / 4;

const areManyNew = ({delta: {opened, changed}}: AssessedSnapshot, before: readonly AssessedSocket[]): boolean =>
  opened.length + changed.length > sortedFrom * before.length;

/** All rows in the usual order. After the first poll, only rows that changed are compared. */
function* usualOrder({list}: State, assessed: AssessedSnapshot, options: CellOptions): Task<readonly AssessedSocket[]> {
  if (list?.assessed === assessed) return list.usual;
  if (!list || areManyNew(assessed, list.usual)) return yield* sortRows(assessed.rows, null, options);
  return yield* incrementalOrder(list.usual, assessed.delta, compareRows, rows => sortRows(rows, null, options));
}

/**
 * All rows in the requested order, from the usual one. Where the list on the screen has this order, only rows that
 * changed are compared.
 */
function* orderRows(
  {list, sort}: State,
  assessed: AssessedSnapshot,
  usual: readonly AssessedSocket[],
  options: CellOptions,
): Task<readonly AssessedSocket[]> {
  if (sort === null) return usual;
  if (!list || list.listQuery.sort !== sort || isVolatile(sort)) return yield* sortFromUsual(usual, sort, options);
  if (list.assessed === assessed) return list.ordered;
  if (areManyNew(assessed, list.ordered)) return yield* sortFromUsual(usual, sort, options);
  const compare = compareBy(sort, options);
  return yield* incrementalOrder(list.ordered, assessed.delta, compare, rows => sortRows(rows, sort, options));
}
