import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Whether the socket is not on loopback, and listens: TCP in LISTEN, or UDP without a peer. A firewall is not read. */
export function isExposed({socket: {protocol}, loopback, direction}: AssessedSocket): boolean {
  return !loopback && (direction === 'listening' || (protocol === 'udp' && direction === 'unconnected'));
}
