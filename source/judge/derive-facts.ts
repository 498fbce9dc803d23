import {scopeOf} from '../domain/address.ts';
import type {Evidence} from '../domain/evidence.ts';
import type {Direction, DirectionReason, Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Endpoint, Socket} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';
import {type Directed, findDirection, isIn, type PortRange} from './direction.ts';
import type {Listeners} from './listeners.ts';
import {roleOf} from './owner-role.ts';
import {isHeldByServer, isRpc} from './server-programs.ts';

/** Facts besides the sockets of the poll: of earlier polls, of the host, of the source. */
export type Surroundings = {
  /** The facts about the connection in the poll before; null where it is new. */
  readonly earlier: Pick<Facts, 'direction' | 'directionReason' | 'listenerOwners' | 'listenerEvidence'> | null;
  readonly evidence: Evidence;
  /** Of the poll before. */
  readonly evidenceBefore: Evidence;
  readonly wasListening: (socket: Socket) => boolean;
  /** net.ipv4.ip_local_port_range of its network namespace; null where it is not known. */
  readonly clientPorts: PortRange | null;
  /** Whether the source shows every listener of the host, as long as there is one. */
  readonly showsListeners: (protocol: string) => boolean;
};

/** Facts that follow from a socket, the other sockets of its poll, earlier polls and the registries of port names. */
export function deriveFacts(socket: Socket, listeners: Listeners, nameOf: ServiceNames, around: Surroundings): Facts {
  const {protocol, local, peer, netns} = socket;
  const {direction, directionReason} = directionOf(socket, listeners, nameOf, around);
  const scope = scopeOf(local.address, local.interface);
  const servicePort = servicePortOf(socket, direction, directionReason);
  const ofRpc = isRpc(socket);
  const listenerOwners = listeners.ownersAt(protocol, local.port, netns);
  return {
    socket,
    direction,
    directionReason,
    scope,
    loopback: scope === 'loopback',
    peerLoopback: peer !== null && (isLoopback(peer) || (scope === 'loopback' && isName(peer.address))),
    servicePort,
    service: ofRpc ? trusted('rpc') : nameOf(servicePort, protocol),
    isDynamic:
      !ofRpc &&
      protocol === 'udp' &&
      peer === null &&
      scope !== 'loopback' &&
      around.clientPorts !== null &&
      isIn(local.port, around.clientPorts) &&
      nameOf(local.port, protocol) === null,
    role: roleOf(socket, around.evidence),
    ...rememberedListeners(listenerOwners, around),
    dualStack: local.address === '::' && !(socket.v6only ?? listeners.hasIPv4(protocol, local.port, netns)),
  };
}

const isLoopback = ({address, interface: device}: Endpoint): boolean => scopeOf(address, device) === 'loopback';

/** Saved text may have the name of this host for the other end of a connection within it. */
const isName = (address: string): boolean => /[a-z]/i.test(address) && !address.includes(':');

/** A connection was accepted by the listener of its time, and stays its. */
function rememberedListeners(
  now: Facts['listenerOwners'],
  {earlier, evidenceBefore}: Surroundings,
): Pick<Facts, 'listenerOwners' | 'listenerEvidence'> {
  if (now.length > 0 || !earlier || earlier.listenerOwners.length === 0)
    return {listenerOwners: now, listenerEvidence: null};
  return {
    listenerOwners: earlier.listenerOwners,
    listenerEvidence: earlier.listenerEvidence ?? evidenceBefore,
  };
}

/** Port 20 of an FTP server, at both ends of its data connections: the other port is any that the client has chosen. */
const ftpData = 20;

function servicePortOf({protocol, local, peer}: Socket, direction: Direction, reason: DirectionReason): number {
  if (!peer || (protocol !== 'tcp' && protocol !== 'udp')) return local.port;
  if (reason === 'ftp-data') return ftpData;
  if (direction === 'unknown') return Math.min(local.port, peer.port);
  return direction === 'outbound' ? peer.port : local.port;
}

function directionOf(
  socket: Socket,
  listeners: Listeners,
  nameOf: ServiceNames,
  {earlier, wasListening, clientPorts, showsListeners}: Surroundings,
): Directed {
  const {protocol, state, local, peer, netns, owner} = socket;
  return findDirection({
    protocol,
    state,
    localPort: local.port,
    peerPort: peer === null ? null : peer.port,
    showsListeners: showsListeners(protocol),
    isListenedOn: peer !== null && listeners.covers(protocol, local, netns),
    wasListenedOn: protocol === 'tcp' && wasListening(socket),
    earlier,
    clientPorts,
    isNamed: port => nameOf(port, protocol) !== null,
    isHeldByServer: () => isHeldByServer(owner),
  });
}
