import {type Clean, trusted} from '../../domain/text.ts';
import type {Effect, Transition} from './event.ts';
import {visibleRows} from './list-lines.ts';
import type {State} from './state.ts';

/** Names of addresses, as their own name servers claim; null where an address has none. */
export type HostNames = {readonly shown: boolean; readonly known: ReadonlyMap<string, Clean | null>};

export const noHostNames: HostNames = {shown: false, known: new Map()};

/** Names of peers instead of addresses, or the other way round; said, since there may be no peer on the screen. */
export function toggleHostNames(state: State): State {
  const shown = !state.hostNames.shown;
  const notice = trusted(shown ? 'peers by name, as their name servers claim' : 'peers by address');
  return {...state, hostNames: {...state.hostNames, shown}, notice};
}

/** Names remembered at most. */
const maxKnown = 2000;

export function takeName({shown, known}: HostNames, address: string, name: Clean | null): HostNames {
  const kept = known.size >= maxKnown ? [] : known;
  return {shown, known: new Map([...kept, [address, name]])};
}

/** Addresses of peers on the screen whose names were not asked for. */
function unnamedPeers(state: State): readonly string[] {
  const {mode, hostNames} = state;
  const rows = mode.at === 'detail' ? [mode.row] : visibleRows(state);
  const addresses = rows.flatMap(({socket: {peer}}) => (peer ? [peer.address] : []));
  return [...new Set(addresses)].filter(address => !hostNames.known.has(address));
}

/** Asks for the names of what a step brought to the screen, where names are shown. */
export function withNames([state, effects]: Transition<State>): Transition<State> {
  if (!state.hostNames.shown) return [state, effects];
  const addresses = unnamedPeers(state);
  const ask: Effect = {type: 'find-names', addresses};
  return addresses.length === 0 ? [state, effects] : [state, [...effects, ask]];
}
