import {programOf} from '../../domain/program.ts';
import {isBoundOnly, type Owner, type Protocol, type SocketState} from '../../domain/socket.ts';
import type {Condition} from './rule.ts';

/** The conditions from which rules are made. */

const protocolWords: Record<Protocol, string> = {
  tcp: 'TCP',
  udp: 'UDP',
  raw: 'a raw socket',
  icmp: 'a ping socket',
  packet: 'a packet socket',
};

export const protocolIs = (first: Protocol, second: Protocol = first): Condition => ({
  asks: `it is ${[...new Set([first, second])].map(protocol => protocolWords[protocol]).join(' or ')}`,
  // Nearly every rule asks this of every socket: two comparisons are cheaper than a search.
  holds: ({socket: {protocol}}) => protocol === first || protocol === second,
});

export const stateIs = (state: SocketState): Condition => ({
  asks: `its state is ${state}`,
  holds: ({socket}) => socket.state === state,
});

export const stateIsNot = (state: SocketState): Condition => ({
  asks: `its state is not ${state}`,
  holds: ({socket}) => socket.state !== state,
});

export const localPort = (...ports: readonly number[]): Condition => ({
  asks: `its local port is ${ports.join(' or ')}`,
  holds: ({socket}) => ports.includes(socket.local.port),
});

/** 68 is the port of BOOTP (RFC 951), 546 of DHCP for IPv6 alone (RFC 8415). */
export const dhcpClientPort: Condition = {
  asks: 'its local port is 68, or 546 over IPv6',
  holds: ({socket: {local, family}}) => local.port === 68 || (local.port === 546 && family === 6),
};

/** Ranges are inclusive. */
export const peerPort = (...ranges: readonly (readonly [from: number, to: number])[]): Condition => ({
  asks: `its peer's port is ${ranges.map(([from, to]) => (from === to ? from : `${from} to ${to}`)).join(', ')}`,
  holds: ({socket}) => {
    const port = socket.peer?.port ?? -1;
    return ranges.some(([from, to]) => port >= from && port <= to);
  },
});

export const boundOnly: Condition = {
  asks: 'it is TCP that is bound, and neither listens nor has a peer',
  holds: ({socket}) => isBoundOnly(socket),
};

export const noPeer: Condition = {asks: 'it has no peer', holds: ({socket}) => socket.peer === null};

export const outbound: Condition = {
  asks: 'this host opened the connection',
  needsDirection: true,
  holds: ({direction}) => direction === 'outbound',
};

export const cameIn: Condition = {
  asks: 'it came in to a listener of this host',
  holds: ({cameInTo}) => cameInTo.length > 0,
};

export const onLoopback: Condition = {
  asks: 'its local address is on loopback',
  holds: ({loopback}) => loopback,
};

export const offLoopback: Condition = {
  asks: 'its local address is not on loopback',
  holds: ({loopback}) => !loopback,
};

export const hasPeer: Condition = {asks: 'it has a peer', holds: ({socket}) => socket.peer !== null};

/**
 * A listener that is none of the programs serves nobody in their name; one whose owner is not known may be. Where the
 * listener is not seen, the one that holds the connection itself counts, but for a manager, which holds many things.
 */
export const servedBy = (called: string, programs: readonly string[], managers: readonly string[]): Condition => ({
  asks: `${called} of this host listens on its local port, or holds it`,
  holds: ({listenerOwners, socket, direction}) =>
    listenerOwners.some(owner => mayBe(owner, [...programs, ...managers])) ||
    (direction !== 'outbound' && isHeldByAny(programs, socket.owner)),
});

const mayBe = (owner: Owner, programs: readonly string[]): boolean =>
  !owner.known || owner.value.some(({process}) => programs.some(name => programOf(process)?.is(name) ?? true));

export const unregistered: Condition = {
  asks: 'no registry has its port',
  holds: ({service}) => service === null,
};

export const ownedBy = (program: string): Condition => ({
  asks: `its owner is ${program}`,
  holds: ({socket}) => isHeldByAny([program], socket.owner),
});

const isHeldByAny = (programs: readonly string[], owner: Owner): boolean =>
  owner.known &&
  owner.value.length > 0 &&
  owner.value.every(({process}) => programs.some(name => programOf(process)?.is(name)));

export const noProcess: Condition = {
  asks: 'no process holds it although each that might was read',
  holds: ({socket}) => !socket.owner.known && socket.owner.why === 'no-process',
};

export const waiting: Condition = {
  asks: 'it listens, or is UDP without a peer',
  holds: ({direction, socket}) => direction === 'listening' || (socket.protocol === 'udp' && socket.peer === null),
};
