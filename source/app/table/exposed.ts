import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Whether the network can reach the socket: TCP in LISTEN or UDP without a peer, on a port and not on loopback. */
export function isExposed(row: AssessedSocket): boolean {
  const {socket, loopback, direction} = row;
  if (loopback || isClientPort(row)) return false;
  return (
    direction === 'listening' || (socket.protocol === 'udp' && direction === 'unconnected' && socket.local.port !== 0)
  );
}

/** UDP on a port that a client was given, with nothing that speaks against it: counted apart from listeners. */
export const isClientPort = ({isDynamic, assessment: {verdict}}: AssessedSocket): boolean =>
  isDynamic && verdict !== 'suspect';
