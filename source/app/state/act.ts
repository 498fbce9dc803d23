import type {Action} from '../keys/action.ts';
import {isListCurrent} from './build-list.ts';
import {closedPage} from './closed-page.ts';
import {confirm} from './confirm.ts';
import {updateDetail} from './detail.ts';
import type {Effect, Transition} from './event.ts';
import {
  caretLeft,
  caretRight,
  complete,
  eraseCharacter,
  eraseLine,
  eraseWord,
  moveCaret,
  readFilter,
} from './filter-input.ts';
import {pageFrame} from './frame.ts';
import {helpPage} from './help-page.ts';
import {toggleHostNames} from './host-names.ts';
import {actOnList} from './list-actions.ts';
import {linesOf, moveTo} from './list-lines.ts';
import {withRebuiltList} from './prepare-poll.ts';
import {scrolled} from './scroll.ts';
import {
  type ClosedMode,
  type ConfirmMode,
  type FilterMode,
  type HelpMode,
  type ModeState,
  noFilter,
  type State,
} from './state.ts';

/** What a key does: first what is the same on every screen, then what the screen on top makes of it. */
export function act(before: State, action: Action): Transition<State> {
  const state = before.notice === null ? before : {...before, notice: null};
  switch (action) {
    case 'quit':
    case 'suspend':
    case 'redraw':
      return [state, [{type: action}]];
    case 'pause':
      return togglePause(state);
    case 'host-names':
      return [toggleHostNames(state), []];
    case 'help': {
      const {mode} = state;
      const opens = mode.at === 'list' || mode.at === 'detail' || mode.at === 'closed';
      return [opens ? {...state, mode: {at: 'help', over: mode, scroll: 0}} : state, []];
    }
    case 'back':
    case 'escape':
      return goBack(state, action);
  }
  const {mode} = state;
  switch (mode.at) {
    case 'list':
      return actOnList(state, action);
    case 'detail':
      return updateDetail(state, mode, action);
    case 'filter':
      return actOnFilter(state, mode, action);
    case 'export':
      return actOnExport(state, action);
    case 'confirm':
      return actOnConfirm(state, mode, action);
    case 'help': {
      const {lines, scroll} = helpPage(state, mode);
      return [scrollPage(state, mode, scroll, action, lines.length), []];
    }
    case 'closed': {
      const {lines, scroll} = closedPage(state, mode);
      return [scrollPage(state, mode, scroll, action, lines.length), []];
    }
  }
}

/** Closes the top screen; in the list Esc clears the filter. */
function goBack(state: State, action: 'back' | 'escape'): Transition<State> {
  const {mode} = state;
  const list: ModeState = {at: 'list'};
  switch (mode.at) {
    case 'list':
      return [action === 'escape' && state.filter.text !== '' ? withRebuiltList(state, {filter: noFilter}) : state, []];
    case 'filter':
      return [backTo(withRebuiltList(state, {filter: mode.before, mode: list}), mode.cursor), []];
    case 'export':
    case 'closed':
      return [{...state, mode: list}, []];
    case 'detail':
      return [{...state, mode: list}, [{type: 'stop-inspecting'}]];
    case 'confirm':
    case 'help':
      return [{...state, mode: mode.over}, []];
  }
}

/** The cursor where it was before a filter that did not keep its line; of a list that is not arranged yet, the line to find. */
function backTo(state: State, cursor: State['cursor']): State {
  if (!isListCurrent(state)) return {...state, cursor};
  const index = cursor ? linesOf(state).indexOf(cursor) : -1;
  return index < 0 ? state : moveTo(state, index);
}

function togglePause(state: State): Transition<State> {
  const pausedAt = state.pausedAt === null ? state.now : null;
  const effects: readonly Effect[] = [{type: 'set-paused', paused: pausedAt !== null}];
  return [{...state, pausedAt}, effects];
}

function scrollPage(state: State, mode: HelpMode | ClosedMode, top: number, action: Action, height: number): State {
  const scroll = scrolled(top, action, height, pageFrame(state.size).body);
  return scroll === null ? state : {...state, mode: {...mode, scroll}};
}

function actOnFilter(state: State, mode: FilterMode, action: Action): Transition<State> {
  switch (action) {
    case 'keep-filter': {
      // A wrong text cannot be kept: what is wrong with it stays on the screen.
      if (state.filter.error) return [state, []];
      // A word that could have become a field was not looked for while it was typed.
      const filter = readFilter(state.filter.text, state.filter);
      return [withRebuiltList(state, {filter, mode: {at: 'list'}}), []];
    }
    case 'erase-character':
      return [eraseCharacter(state, mode), []];
    case 'erase-word':
      return [eraseWord(state, mode), []];
    case 'erase-line':
      return [eraseLine(state, mode), []];
    case 'complete':
      return [complete(state, mode), []];
    case 'caret-left':
      return [caretLeft(state, mode), []];
    case 'caret-right':
      return [caretRight(state, mode), []];
    case 'caret-start':
      return [moveCaret(state, mode, 0), []];
    case 'caret-end':
      return [moveCaret(state, mode, state.filter.text.length), []];
    default:
      return actOnList(state, action);
  }
}

function actOnConfirm(state: State, mode: ConfirmMode, action: Action): Transition<State> {
  if (action === 'confirm') return confirm(state, mode);
  return [action === 'erase-character' ? {...state, mode: {...mode, text: mode.text.slice(0, -1)}} : state, []];
}

function actOnExport(state: State, action: Action): Transition<State> {
  const format = action === 'export-json' ? 'json' : action === 'export-csv' ? 'csv' : null;
  if (!format || !state.list) return [state, []];
  const {groups, snapshot, summary, recentlyClosed} = state.list;
  const rows = groups.flatMap(group => group.rows).filter(row => !recentlyClosed.has(row));
  return [{...state, mode: {at: 'list'}}, [{type: 'export', format, snapshot, rows, summary}]];
}
