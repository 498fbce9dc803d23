import type {Judged} from '../../judge/assess-all.ts';

/** A listener that the network can reach: TCP in LISTEN or UDP without a peer, not on loopback. */
export function isExposed({socket: {protocol}, loopback, direction}: Judged): boolean {
  return !loopback && (direction === 'listening' || (protocol === 'udp' && direction === 'unconnected'));
}
