import {isBoundOnly} from '../../domain/socket.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {isIn, type PortRange} from '../direction.ts';

/** The kinds of socket that a baseline is about. */

type Row = Pick<AssessedSocket, 'socket' | 'direction' | 'service'>;

/** Whether it is TCP in LISTEN, UDP without a peer, a raw or a packet socket: a block `listener` may be about it. */
export const isListenerRow = ({socket, direction}: Row): boolean =>
  (direction === 'listening' || direction === 'unconnected') && socket.protocol !== 'icmp' && !isBoundOnly(socket);

/** Whether this host opened the connection: a block `conversation` may be about it. */
export const isConversationRow = ({socket, direction}: Row): boolean =>
  direction === 'outbound' && socket.peer !== null && (socket.protocol === 'tcp' || socket.protocol === 'udp');

/** Whether it is a packet socket that is not bound to a protocol yet: it receives nothing (packet(7)). */
export const isDeaf = ({socket: {protocol, local}}: Row): boolean => protocol === 'packet' && local.port === 0;

/** Where net.ipv4.ip_local_port_range was not read: the range that Linux starts with (ip(7)). */
const usualClientPorts: PortRange = [32_768, 60_999];

/** Whether the local port is one that this host gives to clients. */
export const isOnClientPort = ({socket: {local, protocol}}: Row, clientPorts: PortRange | null): boolean =>
  (protocol === 'tcp' || protocol === 'udp') && isIn(local.port, clientPorts ?? usualClientPorts);

/**
 * UDP on a port of clients that no registry names: as a rule a client between two questions. It is no listener that
 * somebody has to accept.
 */
export const isTransient = (row: Row, clientPorts: PortRange | null): boolean =>
  row.socket.protocol === 'udp' && row.service === null && isOnClientPort(row, clientPorts);
