import type {Direction, DirectionReason} from '../domain/facts.ts';
import type {Protocol, SocketState} from '../domain/socket.ts';

/** Ports from the first to the last. */
export type PortRange = readonly [from: number, to: number];

/** All that the direction of a socket can follow from. */
export type DirectionFacts = {
  readonly protocol: Protocol;
  readonly state: SocketState;
  readonly localPort: number;
  /** null where the socket has no peer. */
  readonly peerPort: number | null;
  /** Whether the source shows the listeners of this protocol. Some saved text does not: `ss -t` shows none. */
  readonly showsListeners: boolean;
  /** Whether a socket listens that would take connections to the local end. */
  readonly isListenedOn: boolean;
  /** Whether a socket of TCP listened on this local port in an earlier refresh. */
  readonly wasListenedOn: boolean;
  /** The direction found by an earlier refresh; null for a socket that is new. */
  readonly earlier: Directed | null;
  /** net.ipv4.ip_local_port_range, from which this host gives ports to clients; null where it is not known. */
  readonly clientPorts: PortRange | null;
  /** Whether a registry has the port for the protocol. */
  readonly isNamed: (port: number) => boolean;
  /** Whether every process that holds the socket is a server program by name. */
  readonly isHeldByServer: () => boolean;
};

export type Directed = {readonly direction: Direction; readonly directionReason: DirectionReason};

const directed = (direction: Direction, directionReason: DirectionReason): Directed => ({direction, directionReason});

/**
 * Finds who opened a connection. The signs, in their order: its state, the listeners of this host, the finding of an
 * earlier refresh, the ports, the names of services, the program, and last the lack of a listener on the local port.
 * Without a sign the direction is unknown.
 */
export function findDirection(facts: DirectionFacts): Directed {
  const {protocol, state, peerPort, showsListeners, earlier} = facts;
  if (state === 'LISTEN') return directed('listening', 'waits');
  if (peerPort === null) return directed('unconnected', 'waits');
  if (state === 'SYN_RECV') return directed('inbound', 'state');
  if (state === 'SYN_SENT') return directed('outbound', 'state');
  if (earlier?.direction === 'outbound' && (isSure(earlier) || isClosing(state)))
    return directed('outbound', 'earlier');
  if (facts.isListenedOn) return directed('inbound', 'listener');
  if (earlier?.direction === 'inbound' && (isSure(earlier) || isClosing(state))) return directed('inbound', 'earlier');
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  // A server of UDP answers from the socket that waits for everybody; a socket with a peer is nearly always a client.
  if (!hasPorts || (protocol === 'udp' && showsListeners)) return directed('outbound', 'connected');
  if (facts.wasListenedOn) return directed('inbound', 'past-listener');
  return byEnds(facts, peerPort) ?? withoutSign(facts);
}

/**
 * Reasons of directions that hold for the life of a connection. Other reasons are only as good as the facts of their
 * time.
 */
const lasting: ReadonlySet<DirectionReason> = new Set(['state', 'listener', 'past-listener', 'earlier']);
const isSure = ({directionReason}: Directed): boolean => lasting.has(directionReason);

const closing: ReadonlySet<SocketState> = new Set(['FIN_WAIT1', 'FIN_WAIT2', 'LAST_ACK', 'CLOSING', 'TIME_WAIT']);
const isClosing = (state: SocketState): boolean => closing.has(state);

function withoutSign({state, showsListeners}: DirectionFacts): Directed {
  if (!showsListeners) return directed('unknown', 'not-in-text');
  return state === 'TIME_WAIT' ? directed('unknown', 'listener-gone') : directed('outbound', 'no-listener');
}

/**
 * The range where the setting is not known: Linux begins at 32768, Windows, macOS and most others at 49152, and all end
 * at the last port.
 */
const usualClientPorts: PortRange = [32_768, 65_535];
/** Clients of rlogin(1), rsh(1) and NFS bind ports in this range (rresvport(3)). */
const clientsOfRoot: PortRange = [512, 1023];
/** The lowest port that a program without privilege can bind, and that a router gives to a client behind it. */
const firstUnprivileged = 1024;

/** Whether a port is in a range, both ends included. */
export const isIn = (port: number, [from, to]: PortRange): boolean => port >= from && port <= to;

/** The direction by the ports of both ends; null where they leave it open. */
function byEnds(facts: DirectionFacts, peerPort: number): Directed | null {
  const {localPort, clientPorts, isNamed, isHeldByServer} = facts;
  if (localPort === 0 || peerPort === 0) return null;
  if (localPort === 20 || peerPort === 20) return directed(localPort === 20 ? 'outbound' : 'inbound', 'ftp-data');
  const range = clientPorts ?? usualClientPorts;
  const isPeerBelow = peerPort < range[0];
  if (isIn(localPort, range)) return isPeerBelow ? directed('outbound', 'peer-port') : null;
  if (isIn(localPort, clientsOfRoot)) {
    if (isPeerBelow) return byNames(facts, peerPort);
    return isNamed(localPort) && (clientPorts === null || isHeldByServer()) ? directed('inbound', 'local-port') : null;
  }
  // Where the ports that this host gives to clients are known, this is none of them, whatever the port of the peer is.
  const isServed =
    clientPorts !== null || !isPeerBelow || (localPort < firstUnprivileged && peerPort >= firstUnprivileged);
  return isServed ? directed('inbound', 'local-port') : byNames(facts, peerPort);
}

function byNames({localPort, isNamed, isHeldByServer}: DirectionFacts, peerPort: number): Directed | null {
  const isLocal = isNamed(localPort);
  if (isLocal !== isNamed(peerPort)) return directed(isLocal ? 'inbound' : 'outbound', 'service-name');
  return isLocal && isHeldByServer() ? directed('inbound', 'program') : null;
}
