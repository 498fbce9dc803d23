import {type Action, isActionOf} from '../keys/bindings.ts';
import {actOnPrompt} from './act-on-prompt.ts';
import {stopLsof} from './ask-lsof.ts';
import {isListCurrent} from './build-list.ts';
import {actOnDetail} from './detail.ts';
import type {Effect, Transition} from './event.ts';
import {pageFrame} from './frame.ts';
import {toggleHostNames} from './host-names.ts';
import {linesOf} from './line-index.ts';
import {actOnList} from './list-actions.ts';
import {moveTo} from './list-lines.ts';
import type {ClosedMode, DriftMode, HelpMode, ModeState} from './modes.ts';
import {withRebuiltList} from './rebuild-list.ts';
import {isMovement, type MeasurePage, scrolled} from './scroll.ts';
import {noFilter, type State} from './state.ts';

/** The state after a key, and its effects. An action without a key on the top screen changes nothing. */
export function act(before: State, action: Action, measure: MeasurePage): Transition<State> {
  if (before.asksLsof) return stopLsof(before, action, stopped => act(stopped, action, measure));
  const {mode} = before;
  const state = before.notice === null ? before : {...before, notice: null};
  if (!isActionOf(action, mode.at)) return [state, []];
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
      const opens = mode.at === 'list' || mode.at === 'detail' || mode.at === 'closed' || mode.at === 'drift';
      return [opens ? {...state, mode: {at: 'help', over: mode, scroll: 0}} : state, []];
    }
    case 'back':
    case 'escape':
      return goBack(state, action);
  }
  switch (mode.at) {
    case 'list':
      return isActionOf(action, 'list') ? actOnList(state, action) : [state, []];
    case 'detail':
      return isActionOf(action, 'detail') ? actOnDetail(state, mode, action, measure) : [state, []];
    case 'filter':
    case 'export':
    case 'accept':
    case 'confirm':
      return actOnPrompt(state, mode, action);
    case 'help':
    case 'closed':
    case 'drift':
      return [isMovement(action) ? scrollText(state, mode, scrolledTo(state, mode, action, measure)) : state, []];
  }
}

const scrolledTo = (
  state: State,
  {scroll}: HelpMode | ClosedMode | DriftMode,
  ...[movement, measure]: [Parameters<typeof scrolled>[1], MeasurePage]
): number => scrolled(scroll, movement, measure(state), pageFrame(state.size).body);

const scrollText = (state: State, mode: HelpMode | ClosedMode | DriftMode, scroll: number): State => ({
  ...state,
  mode: {...mode, scroll},
});

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
    case 'drift':
      return [{...state, mode: list}, []];
    case 'detail':
      return [{...state, mode: list}, [{type: 'stop-inspecting'}]];
    case 'accept':
    case 'confirm':
    case 'help':
      return [{...state, mode: mode.over}, []];
  }
}

/**
 * Puts the cursor back on its line before the filter. A list that is still being built places the cursor when it is
 * done.
 */
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
