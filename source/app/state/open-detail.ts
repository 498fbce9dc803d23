import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Effect, Transition} from './event.ts';
import type {Detail} from './modes.ts';
import type {State} from './state.ts';

/** Opens the detail of a row at a scroll position, and starts its inspection. */
export function openDetail(state: State, row: AssessedSocket, scroll: Detail['scroll']): Transition<State> {
  const closedAt = state.track.closed.find(closed => closed.row === row)?.at ?? null;
  const mode: Detail = {at: 'detail', key: row.socket.key, row, closedAt, inspection: null, rates: [], scroll};
  return [{...state, mode}, inspect(state, row)];
}

/** The effect that inspects a socket; none for a socket of saved text, which is of another time or machine. */
export const inspect = ({list}: State, {socket}: AssessedSocket): readonly Effect[] =>
  list?.snapshot.source === 'saved' ? [] : [{type: 'inspect', socket}];
