import {trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {verifyCommands} from '../../judge/verify.ts';
import type {Action} from '../keys/action.ts';
import {shownColumns} from '../table/column-widths.ts';
import {groupings} from '../table/groupings.ts';
import {sortedBy, sortOf, usualSort} from '../table/sort.ts';
import {columnChoice} from './build-list.ts';
import {askToConfirm} from './confirm.ts';
import {openDetail, pageLsof} from './detail.ts';
import type {Transition} from './event.ts';
import {startFilter} from './filter-input.ts';
import {listFrame} from './frame.ts';
import {cursorLine, keepCursor, linesOf, moveTo, moveToGroup} from './list-lines.ts';
import {nextUnexplained} from './next-unexplained.ts';
import {withRebuiltList} from './prepare-poll.ts';
import {stepOf} from './scroll.ts';
import type {State} from './state.ts';

/** What a key does in the list. */
export function actOnList(state: State, action: Action): Transition<State> {
  const here = cursorLine(state);
  switch (action) {
    case 'next-group':
      return [moveToGroup(state, 1), []];
    case 'previous-group':
      return [moveToGroup(state, -1), []];
    case 'fold':
      return [here ? fold(state, [...state.folded, here.group.id]) : state, []];
    case 'unfold':
      return [here ? fold(state, without(state.folded, here.group.id)) : state, []];
    case 'fold-all': {
      const all = (state.list?.groups ?? []).map(group => group.id);
      return [fold(state, all.every(each => state.folded.has(each)) ? [] : all), []];
    }
    case 'open':
      if (here?.row) return openDetail(state, here.row, 0);
      return here ? actOnList(state, state.folded.has(here.group.id) ? 'unfold' : 'fold') : [state, []];
    case 'lsof':
    case 'copy':
    case 'end-owner':
    case 'close-connection':
    case 'page-lsof':
      return here?.row ? actOnRow(state, here.row, action) : [onNoRow(state), []];
    case 'refresh':
      return [state, [{type: 'poll'}]];
    case 'filter':
      return [startFilter(state), []];
    case 'export':
      return [state.list ? {...state, mode: {at: 'export'}} : state, []];
    case 'closed':
      return [{...state, mode: {at: 'closed', scroll: 0}}, []];
    case 'next-unexplained':
      return [nextUnexplained(state, 1), []];
    case 'previous-unexplained':
      return [nextUnexplained(state, -1), []];
    default: {
      const changed = rearrange(state, action);
      if (changed) return [changed, []];
      const step = stepOf(action, listFrame(state.size).body);
      return [step === null || !state.cursor ? state : moveTo(state, linesOf(state).indexOf(state.cursor) + step), []];
    }
  }
}

/** What a key does to the socket under the cursor. */
function actOnRow(
  state: State,
  row: AssessedSocket,
  action: 'lsof' | 'copy' | 'end-owner' | 'close-connection' | 'page-lsof',
): Transition<State> {
  switch (action) {
    case 'lsof':
      return openDetail(state, row, 'lsof');
    case 'copy':
      return [state, [{type: 'copy', text: verifyCommands(row, state.list?.snapshot.platform)[0] ?? trusted('')}]];
    case 'end-owner':
    case 'close-connection':
      return [askToConfirm(state, {at: 'list'}, row, action), []];
    case 'page-lsof':
      return [state, pageLsof(state, row)];
  }
}

/** On a heading, and in a list that is empty. */
const onNoRow = (state: State): State => ({
  ...state,
  notice: trusted(
    state.cursor
      ? 'that key is for a socket: move to its row first'
      : 'that key is for a socket, and the list has none',
  ),
});

/** Actions that change what the list shows or in which order; null for any other. */
function rearrange(state: State, action: Action): State | null {
  const {typeFilter, settings} = state;
  switch (action) {
    case 'loopback':
      return withRebuiltList(state, {typeFilter: {...typeFilter, hideLoopback: !typeFilter.hideLoopback}});
    case 'tcp':
    case 'udp': {
      const protocols = new Set(typeFilter.protocols);
      if (!protocols.delete(action)) protocols.add(action);
      return withRebuiltList(state, {typeFilter: {...typeFilter, protocols}});
    }
    case 'service-names': {
      const numeric = !settings.numeric;
      const notice = trusted(numeric ? 'services by number' : 'services by name');
      return withRebuiltList({...state, notice}, {settings: {...settings, numeric}});
    }
    case 'next-sort':
      return sortBy(state, 1);
    case 'previous-sort':
      return sortBy(state, -1);
    case 'reverse-sort':
      return withRebuiltList(state, {sort: reversed(state)});
    case 'regroup': {
      const at = groupings.findIndex(({id}) => id === state.grouping);
      const grouping = groupings[(at + 1) % groupings.length]?.id ?? state.grouping;
      return withRebuiltList({...state, folded: new Set()}, {grouping});
    }
    default:
      return null;
  }
}

/** Goes through the columns on the screen. */
function sortBy(state: State, step: 1 | -1): State {
  const ids = shownColumns(state.size.columns, columnChoice(state.settings)).map(({id}) => id);
  const at = ids.indexOf(sortedBy(state.sort).column);
  // From a column that is not on the screen to the first or last that is.
  const from = at < 0 && step === -1 ? 0 : at;
  return withRebuiltList(state, {sort: sortOf(ids.at((from + step) % ids.length) ?? usualSort.column, false)});
}

function reversed({sort}: State): State['sort'] {
  const {column, reversed: isReversed} = sortedBy(sort);
  return sortOf(column, !isReversed);
}

const without = (folded: ReadonlySet<string>, group: string): readonly string[] =>
  [...folded].filter(id => id !== group);

const fold = (state: State, folded: readonly string[]): State => keepCursor(state, {...state, folded: new Set(folded)});
