import {programOf} from '../domain/program.ts';
import type {Endpoint, Owner, Socket} from '../domain/socket.ts';

/** Which addresses and ports this host listens on: TCP in LISTEN, UDP without a peer. */
export type Listeners = {
  /** Whether a listener would have taken what came to this local end. */
  readonly covers: (protocol: string, local: Endpoint) => boolean;
  /** Whether a socket of the protocol listens at all. */
  readonly has: (protocol: string) => boolean;
  /** Whether IPv4 has a listener of its own on the port, so that `::` may be taken not to take IPv4. */
  readonly hasIPv4: (protocol: string, port: number) => boolean;
  /** Who holds the sockets that listen on a port. */
  readonly ownersAt: (protocol: string, port: number) => readonly Owner[];
  /**
   * The addresses listened on and who does, by program or why that is not known, by `portOf`: equal where they are the
   * same.
   */
  readonly byPort: ReadonlyMap<string, string>;
};

/** A local port with its protocol: `tcp:22`. */
export const portOf = ({protocol, local}: Socket): string => `${protocol}:${local.port}`;

export function findListeners(sockets: readonly Socket[]): Listeners {
  const ports = new Map<string, {readonly addresses: Set<string>; readonly owners: Owner[]}>();
  const protocols = new Set<string>();
  for (const {protocol, state, peer, local, v6only, owner} of sockets) {
    if (state !== 'LISTEN' && !(protocol === 'udp' && peer === null)) continue;
    protocols.add(protocol);
    const key = `${protocol}:${local.port}`;
    const port = ports.get(key) ?? {addresses: new Set(), owners: []};
    ports.set(key, port);
    port.addresses.add(local.address === '::' && v6only === true ? anyIPv6 : unmapped(local.address));
    port.owners.push(owner);
  }
  const at = (protocol: string, port: number) => ports.get(`${protocol}:${port}`);
  return {
    covers: (protocol, {address, port}) => {
      const listening = at(protocol, port)?.addresses;
      if (!listening) return false;
      const local = unmapped(address);
      return [local, '*', '::', isIPv6(local) ? anyIPv6 : '0.0.0.0'].some(each => listening.has(each));
    },
    has: protocol => protocols.has(protocol),
    hasIPv4: (protocol, port) =>
      [...(at(protocol, port)?.addresses ?? [])].some(address => !isIPv6(address) && address !== '*'),
    ownersAt: (protocol, port) => at(protocol, port)?.owners ?? nobody,
    byPort: new Map(
      [...ports].map(([key, {addresses, owners}]) => [
        key,
        [...[...addresses].sort(), ...owners.map(programsOf).sort()].join(),
      ]),
    ),
  };
}

// One for all: most sockets have a port on which none listens.
const nobody: readonly Owner[] = [];

/** Names of the programs that hold a socket, "" for one that is not known; or why nothing is known of them. */
const programsOf = (owner: Owner): string =>
  owner.known ? owner.value.map(({process}) => programOf(process)?.name ?? '').join(' ') : owner.why;

/** `::` of a socket that takes no IPv4 (IPV6_V6ONLY). */
const anyIPv6 = ':: without IPv4';

/** The IPv4 address within a v4-mapped one. */
const unmapped = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

const isIPv6 = (address: string): boolean => address.includes(':');
