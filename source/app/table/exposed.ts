import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Whether the socket waits for others: TCP in LISTEN or UDP without a peer, on a port that no client was given. */
export function isListener(row: AssessedSocket): boolean {
  const {socket, direction} = row;
  if (isClientPort(row)) return false;
  return (
    direction === 'listening' || (socket.protocol === 'udp' && direction === 'unconnected' && socket.local.port !== 0)
  );
}

/** Whether the network can reach the listener: it is not on loopback. */
export const isExposed = (row: AssessedSocket): boolean => !row.loopback && isListener(row);

/** UDP on a port that a client was given, with nothing that speaks against it: counted apart from listeners. */
export const isClientPort = ({isDynamic, assessment: {verdict}}: AssessedSocket): boolean =>
  isDynamic && verdict !== 'suspect';
