import {unmapped} from '../domain/address.ts';
import {programOf} from '../domain/program.ts';
import type {Endpoint, Netns, Owner, Socket} from '../domain/socket.ts';

/**
 * The addresses and ports that are listened on: TCP in LISTEN, UDP without a peer. Each network namespace has its own;
 * `null` is the one that this program runs in.
 */
export type Listeners = {
  /** Whether a listener accepts the traffic to this local end. */
  readonly covers: (protocol: string, local: Endpoint, netns: Netns | null) => boolean;
  /** Whether a socket of the protocol listens at all. */
  readonly has: (protocol: string) => boolean;
  /** Whether IPv4 has a listener of its own on the port, so that `::` may be taken not to take IPv4. */
  readonly hasIPv4: (protocol: string, port: number, netns: Netns | null) => boolean;
  /** Owners of the sockets that listen on a port. */
  readonly ownersAt: (protocol: string, port: number, netns: Netns | null) => readonly Owner[];
  /**
   * The addresses listened on with the programs of their listeners (or why these are unknown), by `portOf`; equal texts
   * for equal listeners.
   */
  readonly byPort: ReadonlyMap<string, string>;
};

/** A port with its protocol, `tcp:22`; of another network namespace with its inode, `4026532251 tcp:22`. */
export const portKey = (protocol: string, port: number, netns: Netns | null): string =>
  netns === null ? `${protocol}:${port}` : `${netns.inode} ${protocol}:${port}`;

/** The local port of a socket, as `portKey`. */
export const portOf = ({protocol, local, netns}: Socket): string => portKey(protocol, local.port, netns);

/** Finds the listeners among the sockets of a poll. Linear to make, constant to call. */
export function findListeners(sockets: readonly Socket[]): Listeners {
  const ports = new Map<string, {readonly addresses: Set<string>; readonly owners: Owner[]}>();
  const protocols = new Set<string>();
  for (const socket of sockets) {
    const {protocol, state, peer, local, v6only, owner} = socket;
    if (state !== 'LISTEN' && !(protocol === 'udp' && peer === null)) continue;
    protocols.add(protocol);
    const key = portOf(socket);
    const port = ports.get(key) ?? {addresses: new Set(), owners: []};
    ports.set(key, port);
    port.addresses.add(local.address === '::' && v6only === true ? anyIPv6 : unmapped(local.address));
    port.owners.push(owner);
  }
  const at = (protocol: string, port: number, netns: Netns | null) => ports.get(portKey(protocol, port, netns));
  return {
    covers: (protocol, {address, port}, netns) => {
      const listening = at(protocol, port, netns)?.addresses;
      if (!listening) return false;
      const local = unmapped(address);
      return [local, '*', '::', isIPv6(local) ? anyIPv6 : '0.0.0.0'].some(each => listening.has(each));
    },
    has: protocol => protocols.has(protocol),
    hasIPv4: (protocol, port, netns) =>
      [...(at(protocol, port, netns)?.addresses ?? [])].some(address => !isIPv6(address) && address !== '*'),
    ownersAt: (protocol, port, netns) => at(protocol, port, netns)?.owners ?? nobody,
    byPort: new Map(
      [...ports].map(([key, {addresses, owners}]) => [
        key,
        [...[...addresses].sort(), ...owners.map(programsOf).sort()].join(),
      ]),
    ),
  };
}

// One object for all: most sockets have a port without a listener.
const nobody: readonly Owner[] = [];

/** Names of the programs that hold a socket, "" for an unknown one; or the reason why all are unknown. */
const programsOf = (owner: Owner): string =>
  owner.known ? owner.value.map(({process}) => programOf(process)?.name ?? '').join(' ') : owner.why;

/** `::` of a socket that takes no IPv4 (IPV6_V6ONLY). */
const anyIPv6 = ':: without IPv4';

const isIPv6 = (address: string): boolean => address.includes(':');
