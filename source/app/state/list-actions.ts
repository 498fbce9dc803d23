import {trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {writeKey} from '../keys/write-key.ts';
import {shownColumns} from '../table/column-widths.ts';
import {groupings} from '../table/groupings.ts';
import {sortedBy, sortOf, usualSort} from '../table/sort.ts';
import {askLsof} from './ask-lsof.ts';
import {columnChoice} from './build-list.ts';
import {requestConfirmation} from './confirm.ts';
import {copyVerify} from './detail.ts';
import type {Transition} from './event.ts';
import {startFilter} from './filter-input.ts';
import {foldAll, foldHere, isFoldedHere} from './fold.ts';
import {listFrame} from './frame.ts';
import {type ListLine, linesOf} from './line-index.ts';
import {cursorLine, moveTo, moveToGroup, socketOf} from './list-lines.ts';
import {nextUnexplained} from './next-unexplained.ts';
import {openDetail} from './open-detail.ts';
import {isLong, withRebuiltList} from './rebuild-list.ts';
import {requestAcceptAll, requestAcceptance} from './request-acceptance.ts';
import type {ScreenAction} from './screen-action.ts';
import {isMovement, type Movement, stepOf} from './scroll.ts';
import type {State} from './state.ts';

/** The state after a key in the list, and its effects. */
export function actOnList(state: State, action: ScreenAction<'list'>): Transition<State> {
  if (isMovement(action)) return [moveBy(state, action), []];
  const {typeFilter} = state;
  switch (action) {
    case 'next-group':
      return [moveToGroup(state, 1), []];
    case 'previous-group':
      return [moveToGroup(state, -1), []];
    case 'fold':
    case 'unfold':
      return [foldHere(state, action), []];
    case 'fold-all':
      return [foldAll(state), []];
    case 'open':
      return open(state);
    case 'lsof':
      return onRow(state, row => openDetail(state, row, 'lsof'));
    case 'copy':
      return onRow(state, row => [state, [copyVerify(state, row)]]);
    case 'end-owner':
    case 'close-connection':
      return onRow(state, row => [requestConfirmation(state, {at: 'list'}, row, action), []]);
    case 'accept':
      return onRow(state, row => requestAcceptance(state, {at: 'list'}, row));
    case 'accept-all':
      return [requestAcceptAll(state), []];
    case 'drift':
      return [{...state, mode: {at: 'drift', scroll: 0}}, []];
    case 'page-lsof':
      return onRow(state, row => askLsof(state, row));
    case 'refresh':
      return [state, [{type: 'poll'}]];
    case 'filter':
      return [startFilter(state), isLong(state) ? [{type: 'make-texts'}] : []];
    case 'export':
      return [state.list ? {...state, mode: {at: 'export'}} : state, []];
    case 'closed':
      return [{...state, mode: {at: 'closed', scroll: 0}}, []];
    case 'next-unexplained':
      return [nextUnexplained(state, 1), []];
    case 'previous-unexplained':
      return [nextUnexplained(state, -1), []];
    case 'loopback':
      return [withRebuiltList(state, {typeFilter: {...typeFilter, hideLoopback: !typeFilter.hideLoopback}}), []];
    case 'tcp':
    case 'udp':
      return [toggleProtocol(state, action), []];
    case 'service-names':
      return [toggleServiceNames(state), []];
    case 'next-sort':
      return [sortBy(state, 1), []];
    case 'previous-sort':
      return [sortBy(state, -1), []];
    case 'reverse-sort':
      return [withRebuiltList(state, {sort: reversed(state)}), []];
    case 'compact':
      return [toggleCompact(state), []];
    case 'regroup':
      return [regroup(state, 1), []];
    case 'regroup-back':
      return [regroup(state, -1), []];
  }
}

/** Moves the cursor by a movement, and scrolls only as far as needed to show its line. */
export const moveBy = (state: State, movement: Movement): State =>
  state.cursor
    ? moveTo(state, linesOf(state).indexOf(state.cursor) + stepOf(movement, listFrame(state.size).body))
    : state;

/** Opens the socket under the cursor; on a heading or a line of several sockets, folds or unfolds these. */
function open(state: State): Transition<State> {
  const here = cursorLine(state);
  const row = here && socketOf(here);
  if (row) return openDetail(state, row, 0);
  return [here ? foldHere(state, isFoldedHere(state, here) ? 'unfold' : 'fold') : state, []];
}

/** Acts on the socket under the cursor; without one, the user gets a notice. */
function onRow(state: State, act: (row: AssessedSocket) => Transition<State>): Transition<State> {
  const here = cursorLine(state);
  const row = here && socketOf(here);
  return row ? act(row) : [onNoRow(state, here), []];
}

/** A notice for a cursor on a heading or a line of several sockets, and for an empty list. */
function onNoRow(state: State, here: ListLine | null): State {
  const right = writeKey('right', state.settings.ascii);
  const why = here?.alike
    ? `that key is for one socket: ${right} shows those of this line`
    : here
      ? 'that key is for a socket: move to its row first'
      : 'that key is for a socket, and the list has none';
  return {...state, notice: trusted(why)};
}

/** Shows alike sockets as one line, or each. */
function toggleCompact(state: State): State {
  const compact = !(state.compact === 'auto' ? state.list?.isCompact : state.compact);
  const notice = trusted(compact ? 'alike sockets as one line' : 'each socket on a line of its own');
  return withRebuiltList({...state, notice}, {compact});
}

function toggleProtocol(state: State, protocol: 'tcp' | 'udp'): State {
  const protocols = new Set(state.typeFilter.protocols);
  if (!protocols.delete(protocol)) protocols.add(protocol);
  return withRebuiltList(state, {typeFilter: {...state.typeFilter, protocols}});
}

function toggleServiceNames(state: State): State {
  const numeric = !state.settings.numeric;
  const notice = trusted(numeric ? 'services by number' : 'services by name');
  return withRebuiltList({...state, notice}, {settings: {...state.settings, numeric}});
}

/** Takes the next or previous grouping that divides the list, with all groups unfolded. */
function regroup(state: State, step: 1 | -1): State {
  const rows = state.list?.ordered ?? [];
  const offered = groupings.filter(({id, divides}) => id === state.grouping || !divides || divides(rows));
  const at = offered.findIndex(({id}) => id === state.grouping);
  const grouping = offered.at((at + step) % offered.length)?.id ?? state.grouping;
  return withRebuiltList({...state, folded: new Set(), unfolded: new Set()}, {grouping});
}

/** Sorts by the next or previous column on the screen. */
function sortBy(state: State, step: 1 | -1): State {
  const ids = shownColumns(state.size.columns, columnChoice(state.settings, state.list?.snapshot ?? null)).map(
    ({id}) => id,
  );
  const at = ids.indexOf(sortedBy(state.sort).column);
  // From a column that is not on the screen, the step goes to the first or last column that is.
  const from = at < 0 && step === -1 ? 0 : at;
  return withRebuiltList(state, {sort: sortOf(ids.at((from + step) % ids.length) ?? usualSort.column, false)});
}

function reversed({sort}: State): State['sort'] {
  const {column, reversed: isReversed} = sortedBy(sort);
  return sortOf(column, !isReversed);
}
