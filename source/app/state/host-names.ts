import {type Clean, trusted} from '../../domain/text.ts';
import {isAlike, type TableLine} from '../table/alike.ts';
import type {Effect, Transition} from './event.ts';
import {visibleLines} from './list-lines.ts';
import type {State} from './state.ts';

/** Names of addresses, as their own name servers claim; null where an address has none. */
export type HostNames = {readonly shown: boolean; readonly known: ReadonlyMap<string, Clean | null>};

export const noHostNames: HostNames = {shown: false, known: new Map()};

/** Switches between names and addresses of peers, with a notice, since there may be no peer on the screen. */
export function toggleHostNames(state: State): State {
  const shown = !state.hostNames.shown;
  const notice = trusted(shown ? 'peers by name, as their name servers claim' : 'peers by address');
  return {...state, hostNames: {...state.hostNames, shown}, notice};
}

/** The number of names after which all are forgotten. */
const maxKnown = 2000;

/** Adds the result of a lookup; null where the address has no name. */
export function takeName({shown, known}: HostNames, address: string, name: Clean | null): HostNames {
  const others = known.size >= maxKnown ? [] : known;
  return {shown, known: new Map([...others, [address, name]])};
}

/** Addresses of peers on the screen whose names are not known. */
function unnamedPeers(state: State): readonly string[] {
  const {mode, hostNames} = state;
  const addresses = (mode.at === 'detail' ? [mode.row] : visibleLines(state)).flatMap(peersOf);
  return [...new Set(addresses)].filter(address => !hostNames.known.has(address));
}

/** The addresses that a line shows as peers. */
function peersOf(line: TableLine): readonly string[] {
  if (isAlike(line)) return line.ends.most.map(({address}) => address);
  return line.socket.peer ? [line.socket.peer.address] : [];
}

/** Adds the effect that looks up the names of peers on the screen, where names are shown. */
export function withNames([state, effects]: Transition<State>): Transition<State> {
  if (!state.hostNames.shown) return [state, effects];
  const addresses = unnamedPeers(state);
  const lookup: Effect = {type: 'find-names', addresses};
  return addresses.length === 0 ? [state, effects] : [state, [...effects, lookup]];
}
