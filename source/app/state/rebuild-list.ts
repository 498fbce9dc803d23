import {finish, type Task, whileWanted} from '../../domain/task.ts';
import {buildList, isListCurrent, isSameListRequested} from './build-list.ts';
import {anchorCursor} from './list-lines.ts';
import type {ListState, State} from './state.ts';

/** The number of rows up to which `update` builds a list itself. More rows would delay the next key. */
const maxRowsAtOnce = 3000;

/** Whether work on all rows of the list takes so long that it is not done in `update`. */
export const isLong = ({list}: State): boolean => (list?.ordered.length ?? 0) > maxRowsAtOnce;

/**
 * The state with changes that request another list, and the cursor anchored to its socket. Up to 3,000 rows the list is
 * built here; beyond, the old list stays until the effect `build-list` has built the new one.
 */
export function withRebuiltList(state: State, changes: Partial<State>): State {
  const changed = {...state, ...changes};
  const {list} = changed;
  if (!list || isListCurrent(changed) || isLong(changed)) return changed;
  return anchorCursor(state, {...changed, list: finish(buildList(changed, list.snapshot, list.assessed))});
}

/**
 * Builds the list that the current state requests. Null where it is built already, or where the request changed
 * meanwhile.
 */
export function* rebuildList(current: () => State): Task<ListState | null> {
  const state = current();
  const {list} = state;
  if (!list || isListCurrent(state)) return null;
  const isWanted = (): boolean => current().list?.assessed === list.assessed && isSameListRequested(state, current());
  return yield* whileWanted(buildList(state, list.snapshot, list.assessed), isWanted);
}

/** Takes a list that `rebuildList` has built, unless the state requests another one by now. */
export function takeBuiltList(state: State, list: ListState): State {
  const next = {...state, list};
  return state.list?.assessed === list.assessed && isListCurrent(next) ? anchorCursor(state, next) : state;
}
