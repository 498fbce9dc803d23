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
  /** Whether the source shows the listeners of this protocol. Of saved text not all does: `ss -t` shows none. */
  readonly showsListeners: boolean;
  /** A listener would take what comes to the local end. */
  readonly isListenedOn: boolean;
  /** TCP on this local port was listened on in an earlier refresh. */
  readonly wasListenedOn: boolean;
  /** The direction found by an earlier refresh; null for a socket that is new. */
  readonly earlier: Directed | null;
  /** net.ipv4.ip_local_port_range, from which this host gives ports to clients; null where it is not known. */
  readonly clientPorts: PortRange | null;
  /** Whether a registry has the port for the protocol. */
  readonly isNamed: (port: number) => boolean;
  /** Whether every process that holds it is a server program by name. */
  readonly isHeldByServer: () => boolean;
};

export type Directed = {readonly direction: Direction; readonly directionReason: DirectionReason};

const directed = (direction: Direction, directionReason: DirectionReason): Directed => ({direction, directionReason});

/**
 * Who opened a connection: its state, the listeners of this host, what an earlier refresh knew, then the ports, the
 * names of services and the program; then that nothing listens on the local port. What is left open is unknown.
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
  // A server of UDP answers from the socket that waits for everybody; one with a peer is nearly always a client.
  if (!hasPorts || (protocol === 'udp' && showsListeners)) return directed('outbound', 'connected');
  if (facts.wasListenedOn) return directed('inbound', 'past-listener');
  return byEnds(facts, peerPort) ?? withoutSign(facts);
}

/** Directions that hold for the life of a connection. Others are as good as what was known then. */
const lasting: ReadonlySet<DirectionReason> = new Set(['state', 'listener', 'past-listener', 'earlier']);
const isSure = ({directionReason}: Directed): boolean => lasting.has(directionReason);

const closing: ReadonlySet<SocketState> = new Set(['FIN_WAIT1', 'FIN_WAIT2', 'LAST_ACK', 'CLOSING', 'TIME_WAIT']);
const isClosing = (state: SocketState): boolean => closing.has(state);

function withoutSign({state, showsListeners}: DirectionFacts): Directed {
  if (!showsListeners) return directed('unknown', 'not-in-text');
  return state === 'TIME_WAIT' ? directed('unknown', 'listener-gone') : directed('outbound', 'no-listener');
}

/**
 * Where the range is not known: Linux from 32768, Windows, macOS and most others from 49152, all up to the last port.
 */
const usualClientPorts: PortRange = [32_768, 65_535];
/** Clients of rlogin(1), rsh(1) and NFS bind ports in this range (rresvport(3)). */
const clientsOfRoot: PortRange = [512, 1023];
/** The lowest port that a program without privilege can bind, and that a router gives to a client behind it. */
const firstUnprivileged = 1024;

export const isIn = (port: number, [from, to]: PortRange): boolean => port >= from && port <= to;

/** What the ends themselves show; null where they leave the direction open. */
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
  // The ports that this host gives to clients are known, and this is none of them, whatever the peer's is.
  const isServed =
    clientPorts !== null || !isPeerBelow || (localPort < firstUnprivileged && peerPort >= firstUnprivileged);
  return isServed ? directed('inbound', 'local-port') : byNames(facts, peerPort);
}

function byNames({localPort, isNamed, isHeldByServer}: DirectionFacts, peerPort: number): Directed | null {
  const isLocal = isNamed(localPort);
  if (isLocal !== isNamed(peerPort)) return directed(isLocal ? 'inbound' : 'outbound', 'service-name');
  return isLocal && isHeldByServer() ? directed('inbound', 'program') : null;
}
