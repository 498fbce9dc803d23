import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Whether the network can reach the socket: TCP in LISTEN or UDP without a peer, not on loopback. */
export function isExposed({socket: {protocol}, loopback, direction}: AssessedSocket): boolean {
  return !loopback && (direction === 'listening' || (protocol === 'udp' && direction === 'unconnected'));
}
