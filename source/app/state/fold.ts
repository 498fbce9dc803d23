import type {ListLine} from './line-index.ts';
import {anchorCursor, cursorLine} from './list-lines.ts';
import type {State} from './state.ts';

/** Whether the lines below a heading, or the sockets of a line, are not shown. */
export const isFoldedHere = ({folded, unfolded}: State, {group, alike}: ListLine): boolean =>
  alike ? !unfolded.has(alike.id) : folded.has(group.id);

/**
 * Folds or unfolds the line of several sockets under the cursor, also from one of these sockets; else the group, also
 * from a line of several sockets that is folded already.
 */
export function foldHere(state: State, action: 'fold' | 'unfold'): State {
  const here = cursorLine(state);
  if (!here) return state;
  const {alike, group} = here;
  const isUnfolded = alike !== null && state.unfolded.has(alike.id);
  if (alike && action === 'unfold' && !here.row) {
    return anchorCursor(state, {...state, unfolded: new Set(state.unfolded).add(alike.id)});
  }
  if (isUnfolded && action === 'fold') {
    const unfolded = new Set([...state.unfolded].filter(id => id !== alike.id));
    return anchorCursor(state, {...state, unfolded});
  }
  const others = [...state.folded].filter(id => id !== group.id);
  return withFolded(state, action === 'fold' ? [...others, group.id] : others);
}

/** Folds all groups; where all are folded, unfolds them. */
export function foldAll(state: State): State {
  const all = (state.list?.groups ?? []).map(group => group.id);
  return withFolded(state, all.every(id => state.folded.has(id)) ? [] : all);
}

const withFolded = (state: State, folded: readonly string[]): State =>
  anchorCursor(state, {...state, folded: new Set(folded)});
