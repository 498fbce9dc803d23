import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Whether the network can reach the socket: TCP in LISTEN or UDP without a peer, on a port and not on loopback. */
export function isExposed({socket: {protocol, local}, loopback, direction}: AssessedSocket): boolean {
  return (
    !loopback && (direction === 'listening' || (protocol === 'udp' && direction === 'unconnected' && local.port !== 0))
  );
}
