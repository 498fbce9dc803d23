import {canonicalAddress, unmapped} from '../../../domain/address.ts';
import type {Endpoint, TcpInfo} from '../../../domain/socket.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {isClientPort} from '../exposed.ts';
import {hasPorts} from './transport.ts';

/** One end of a socket, in the terms of flows. */
export type FlowSide = {
  readonly isLocal: boolean;
  /** The address as portwatch has it; a host name, `*` or a cut address only where saved text has one. */
  readonly address: string;
  /** An IP address, a mapped one as IPv4; null where the address is none. */
  readonly ip: string | null;
  /** null where there is none. */
  readonly port: number | null;
  readonly device: string | null;
  /** Bytes that came from this end since the socket opened; null where not reported. */
  readonly bytes: number | null;
};

/**
 * The ends by their parts: the initiator is the source, the end that it asks is the destination. A listener is a
 * destination alone. `server` and `client` are null where the direction leaves them open.
 */
export type RolesOfEnds = {
  readonly source: FlowSide | null;
  readonly destination: FlowSide | null;
  readonly client: FlowSide | null;
  readonly server: FlowSide | null;
};

/** The parts of the ends of a socket. Where it is unknown who opened a connection, the local end is the source. */
export function rolesOfEnds(row: AssessedSocket): RolesOfEnds {
  const {socket, direction} = row;
  const {tcp} = socket;
  const local = sideOf(row, socket.local, true, tcp);
  const peer = socket.peer && sideOf(row, socket.peer, false, tcp);
  if (peer === null) {
    if (isClientPort(row)) return {source: local, destination: null, client: local, server: null};
    const server = direction === 'listening' || isServer(row) ? local : null;
    return {source: null, destination: local, client: null, server};
  }
  if (direction === 'inbound') return {source: peer, destination: local, client: peer, server: local};
  const isKnown = direction === 'outbound';
  return {source: local, destination: peer, client: isKnown ? local : null, server: isKnown ? peer : null};
}

/** Whether a socket without a peer waits for datagrams on a port of its own. */
export const isServer = (row: AssessedSocket): boolean =>
  row.socket.protocol === 'udp' && row.socket.local.port !== 0 && !isClientPort(row);

function sideOf(
  {socket}: AssessedSocket,
  {address, port, interface: device}: Endpoint,
  isLocal: boolean,
  tcp: TcpInfo | null,
): FlowSide {
  return {
    isLocal,
    address,
    ip: canonicalAddress(address) && unmapped(address),
    port: hasPorts(socket) && port !== 0 ? port : null,
    device,
    bytes: tcp && socket.peer ? (isLocal ? tcp.bytesSent : tcp.bytesReceived) : null,
  };
}
