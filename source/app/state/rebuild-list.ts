import {finish, type Task, whileWanted} from '../../domain/task.ts';
import {buildList, isListCurrent, wantSameList} from './build-list.ts';
import {keepCursor} from './list-lines.ts';
import type {ListState, State} from './state.ts';

/** Rows up to which a list is built within `update`. More rows would keep the next key waiting. */
const maxRowsAtOnce = 3000;

/**
 * The state with changes that ask for another list, and the cursor kept on its socket. Up to 3,000 rows the list is built
 * here; beyond, the old list stays until the effect `build-list` brings the new one.
 */
export function withRebuiltList(state: State, changes: Partial<State>): State {
  const changed = {...state, ...changes};
  const {list} = changed;
  if (!list || isListCurrent(changed) || list.ordered.length > maxRowsAtOnce) return changed;
  return keepCursor(state, {...changed, list: finish(buildList(changed, list.snapshot, list.assessed))});
}

/** The list that the state of the moment asks for; null where it stands already, or while it was built another was asked for. */
export function* rebuildList(current: () => State): Task<ListState | null> {
  const state = current();
  const {list} = state;
  if (!list || isListCurrent(state)) return null;
  const isWanted = (): boolean => current().list?.assessed === list.assessed && wantSameList(state, current());
  return yield* whileWanted(buildList(state, list.snapshot, list.assessed), isWanted);
}

/** Takes a list that was built meanwhile, unless another one is asked for by now. */
export function takeBuiltList(state: State, list: ListState): State {
  const next = {...state, list};
  return state.list?.assessed === list.assessed && isListCurrent(next) ? keepCursor(state, next) : state;
}
