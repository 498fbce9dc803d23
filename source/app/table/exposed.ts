import type {AssessedSocket} from '../../judge/assess-all.ts';

/** A listener that the network can reach: TCP in LISTEN or UDP without a peer, not on loopback. */
export function isExposed({socket: {protocol}, loopback, direction}: AssessedSocket): boolean {
  return !loopback && (direction === 'listening' || (protocol === 'udp' && direction === 'unconnected'));
}
