import {scopeOf} from '../domain/address.ts';
import type {Direction, Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Endpoint, Socket} from '../domain/socket.ts';
import type {Listeners} from './listeners.ts';

/** Facts remembered from earlier polls: the direction of a connection, and the ports that were listened on. */
export type Remembered = {
  readonly direction: Direction | null;
  readonly wasListening: (protocol: string, port: number) => boolean;
  /** net.ipv4.ip_local_port_range, inclusive; null where it is not known. */
  readonly ephemeral: readonly [from: number, to: number] | null;
};

/**
 * The facts that follow from a socket, the other sockets of its poll, earlier polls and the registries of port names.
 */
export function deriveFacts(socket: Socket, listeners: Listeners, nameOf: ServiceNames, remembered: Remembered): Facts {
  const {protocol, local, peer} = socket;
  const direction = directionOf(socket, listeners, remembered);
  const scope = scopeOf(local.address, local.interface);
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  const servicePort = direction === 'outbound' && peer && hasPorts ? peer.port : local.port;
  return {
    socket,
    direction,
    scope,
    loopback: scope === 'loopback',
    peerLoopback: peer !== null && (isLoopback(peer) || (scope === 'loopback' && isName(peer.address))),
    servicePort,
    service: nameOf(servicePort, protocol),
    listenerOwners: listeners.ownersAt(protocol, local.port),
    dualStack: local.address === '::' && !(socket.v6only ?? listeners.hasIPv4(protocol, local.port)),
  };
}

const isLoopback = ({address, interface: device}: Endpoint): boolean => scopeOf(address, device) === 'loopback';

/** Saved text may have the name of this host for the other end of a connection within it. */
const isName = (address: string): boolean => /[a-z]/i.test(address) && !address.includes(':');

/**
 * A connection keeps the direction that it had while its listener existed. A new connection came in where an earlier
 * poll found a listener on its port, or where a client would not have this port: outside of the ephemeral range and of
 * the ports that clients of root bind.
 */
function directionOf({protocol, state, local, peer}: Socket, listeners: Listeners, remembered: Remembered): Direction {
  if (state === 'LISTEN') return 'listening';
  if (peer === null) return 'unconnected';
  if (listeners.covers(protocol, local) || state === 'SYN_RECV') return 'inbound';
  if (remembered.direction === 'inbound') return 'inbound';
  if (protocol !== 'tcp' || state === 'SYN_SENT') return 'outbound';
  if (remembered.wasListening(protocol, local.port)) return 'inbound';
  const {ephemeral} = remembered;
  const isReserved = local.port >= clientReserved[0] && local.port <= clientReserved[1];
  if (ephemeral === null || isReserved) return 'outbound';
  return local.port < ephemeral[0] || local.port > ephemeral[1] ? 'inbound' : 'outbound';
}

/** Clients of rlogin(1), rsh(1) and NFS bind ports from here to 1023 (rresvport(3)). */
const clientReserved = [512, 1023] as const;
