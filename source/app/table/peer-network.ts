import {formatIPv6, parseIPv6, scopeOf, unmapped} from '../../domain/address.ts';
import type {Endpoint} from '../../domain/socket.ts';
import type {GroupPlace} from './groupings.ts';

/**
 * The network of a peer, as a group: the smallest network that is likely to be of one owner. IPv4 within IPv6 counts as
 * IPv4.
 *
 * | peer                | group                                                            |
 * | ------------------- | ---------------------------------------------------------------- |
 * | loopback            | LOOPBACK                                                         |
 * | link-local          | LINK-LOCAL                                                       |
 * | private IPv4        | /24, as most networks of a site are                              |
 * | private IPv6        | /64, one link                                                    |
 * | public IPv4         | /24, the smallest that providers route                           |
 * | public IPv6         | /48, the smallest that providers route                           |
 * | a name, a cut text  | itself: saved text may have these in the place of an address     |
 * | none                | NO PEER                                                          |
 */
export function peerNetworkOf(peer: Endpoint | null): GroupPlace {
  if (peer === null) return noPeer;
  const {address} = peer;
  const known = places.get(address);
  if (known) return known;
  const place = placeOf(address);
  if (places.size >= maxPlaces) places.clear();
  places.set(address, place);
  return place;
}

// Module-level cache: many sockets have the same peer. Emptied at its limit.
const places = new Map<string, GroupPlace>();
const maxPlaces = 16_384;

const noPeer: GroupPlace = {name: 'NO PEER', rank: 3};
const loopback: GroupPlace = {name: 'LOOPBACK', rank: 1};
const linkLocal: GroupPlace = {name: 'LINK-LOCAL', rank: 1};

function placeOf(address: string): GroupPlace {
  const scope = scopeOf(address, null);
  if (scope === 'loopback') return loopback;
  if (scope === 'link-local') return linkLocal;
  const four = unmapped(address).match(/^(\d+\.\d+\.\d+)\.\d+$/)?.[1];
  if (four !== undefined) return {name: `${four}.0/24`, rank: 0};
  const groups = parseIPv6(address);
  if (!groups) return {name: address, rank: 2};
  const bits = scope === 'private' ? 64 : 48;
  const network = groups.map((group, index) => (index < bits / 16 ? group : 0));
  return {name: `${formatIPv6(network)}/${bits}`, rank: 0};
}
