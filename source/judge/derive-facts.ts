import {scopeOf} from '../domain/address.ts';
import type {Direction, Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Socket} from '../domain/socket.ts';
import type {Listeners} from './listeners.ts';

/** What follows from a socket, the other sockets of the same look and the registries of port names. */
export function deriveFacts(socket: Socket, listeners: Listeners, nameOf: ServiceNames): Facts {
  const {protocol, local, peer} = socket;
  const direction = directionOf(socket, listeners);
  const scope = scopeOf(local.address, local.interface);
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  const servicePort = direction === 'outbound' && peer && hasPorts ? peer.port : local.port;
  return {
    socket,
    direction,
    scope,
    loopback: scope === 'loopback',
    peerLoopback: peer !== null && scopeOf(peer.address, peer.interface) === 'loopback',
    servicePort,
    service: nameOf(servicePort, protocol),
    listenerOwners: listeners.ownersAt(protocol, local.port),
    dualStack: local.address === '::' && !(socket.v6only ?? listeners.hasIPv4(protocol, local.port)),
  };
}

function directionOf({protocol, state, local, peer}: Socket, listeners: Listeners): Direction {
  if (state === 'LISTEN') return 'listening';
  if (peer === null) return 'unconnected';
  return listeners.covers(protocol, local) ? 'inbound' : 'outbound';
}
