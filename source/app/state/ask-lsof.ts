import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Action} from '../keys/bindings.ts';
import type {Transition} from './event.ts';
import type {State} from './state.ts';

const runs = trusted('lsof is running: Esc stops it');

/** Asks lsof about a socket, for the pager; nothing for saved text, whose sockets are not of this host. */
export function askLsof(state: State, {socket}: AssessedSocket): Transition<State> {
  if (state.list?.snapshot.source === 'saved') return [state, []];
  return [{...state, asksLsof: true, notice: runs}, [{type: 'page-lsof', socket}]];
}

/** The state after the pager has ended (null), or where there is none for the reason of `notice`. */
export const afterPager = (state: State, notice: Clean | null): State => ({
  ...state,
  asksLsof: false,
  notice: notice ?? (state.notice === runs ? null : state.notice),
});

/**
 * The state after a key while lsof runs. Any key stops lsof, since a pager that opened later would take the terminal
 * from whatever the user does by then; Esc does nothing else.
 */
export function stopLsof(asking: State, action: Action, act: (state: State) => Transition<State>): Transition<State> {
  const stopped: State = {...asking, asksLsof: false, notice: null};
  const [state, effects] = action === 'escape' ? [stopped, []] : act(stopped);
  const notice = state.notice ?? trusted('lsof was stopped');
  return [{...state, notice}, [{type: 'stop-paging'}, ...effects]];
}
