import type {Action} from '../keys/action.ts';
import type {SocketState} from '../model/socket.ts';
import {openDetail, updateDetail} from './detail.ts';
import type {Effect, Step} from './event.ts';
import {listFrame, pageFrame} from './frame.ts';
import {helpPage} from './help.ts';
import {cursorLine, keepCursor, linesOf, moveTo, moveToGroup} from './list.ts';
import {arrange} from './look.ts';
import {scrolled, stepOf} from './scroll.ts';
import type {Help, State} from './state.ts';

/** What a key does: first what is the same on every screen, then what the screen on top makes of it. */
export function act(state: State, action: Action): Step<State> {
  switch (action) {
    case 'quit':
    case 'suspend':
    case 'redraw':
      return [state, [{type: action}]];
    case 'pause':
      return togglePause(state);
    case 'help':
      return state.mode.at === 'help' ? [state, []] : [{...state, mode: {at: 'help', over: state.mode, scroll: 0}}, []];
    case 'back':
    case 'escape':
      return goBack(state);
  }
  switch (state.mode.at) {
    case 'list':
      return updateList(state, action);
    case 'detail':
      return updateDetail(state, state.mode, action);
    case 'help':
      return [{...state, mode: scrollHelp(state, state.mode, action)}, []];
  }
}

function goBack(state: State): Step<State> {
  switch (state.mode.at) {
    case 'list':
      return [state, []];
    case 'detail':
      return [{...state, mode: {at: 'list'}}, [{type: 'stop-inspecting'}]];
    case 'help':
      return [{...state, mode: state.mode.over}, []];
  }
}

function togglePause(state: State): Step<State> {
  const pausedAt = state.pausedAt === null ? state.now : null;
  const effects: readonly Effect[] = [{type: 'set-paused', paused: pausedAt !== null}];
  return [{...state, pausedAt}, effects];
}

function scrollHelp(state: State, help: Help, action: Action): Help {
  const {lines, scroll} = helpPage(state, help);
  const next = scrolled(scroll, action, lines.length, pageFrame(state.size).body);
  return next === null ? help : {...help, scroll: next};
}

function updateList(state: State, action: Action): Step<State> {
  const here = cursorLine(state);
  switch (action) {
    case 'next-group':
      return [moveToGroup(state, 1), []];
    case 'previous-group':
      return [moveToGroup(state, -1), []];
    case 'fold':
      return [here ? fold(state, [...state.folded, here.group.state]) : state, []];
    case 'unfold':
      return [
        here
          ? fold(
              state,
              [...state.folded].filter(each => each !== here.group.state),
            )
          : state,
        [],
      ];
    case 'fold-all': {
      const all = (state.look?.groups ?? []).map(group => group.state);
      return [fold(state, all.every(each => state.folded.has(each)) ? [] : all), []];
    }
    case 'open':
      if (here?.row) return openDetail(state, here.row, 0);
      return here ? updateList(state, state.folded.has(here.group.state) ? 'unfold' : 'fold') : [state, []];
    case 'lsof':
      return here?.row ? openDetail(state, here.row, 'lsof') : [state, []];
    case 'loopback':
      return [hideLoopback(state, !state.narrow.hideLoopback), []];
    case 'look':
      return [state, [{type: 'look'}]];
    default: {
      const step = stepOf(action, listFrame(state.size).body);
      return [step === null || !state.cursor ? state : moveTo(state, linesOf(state).indexOf(state.cursor) + step), []];
    }
  }
}

const fold = (state: State, folded: readonly SocketState[]): State =>
  keepCursor(state, {...state, folded: new Set(folded)});

function hideLoopback(state: State, hidden: boolean): State {
  const narrow = {...state.narrow, hideLoopback: hidden};
  if (!state.look) return {...state, narrow};
  const look = arrange(state.look.snapshot, state.look.judgement, narrow);
  return keepCursor(state, {...state, narrow, look});
}
