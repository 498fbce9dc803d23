import type {Endpoint, Socket} from '../model/socket.ts';

/** Which addresses and ports this host listens on: TCP in LISTEN, UDP without a peer. */
export type Listeners = {
  /** TCP ports, at any address. */
  readonly tcpPorts: ReadonlySet<number>;
  /** Whether one of them would have taken what came to this local end. */
  readonly covers: (protocol: string, local: Endpoint) => boolean;
  /** Whether IPv4 has a listener of its own on the port, so that `::` does not take IPv4. */
  readonly hasIPv4: (protocol: string, port: number) => boolean;
  /** Equal for two looks whose listeners are the same. */
  readonly signature: string;
};

export function findListeners(sockets: readonly Socket[]): Listeners {
  const addresses = new Map<string, Set<string>>();
  for (const {protocol, state, peer, local} of sockets) {
    if (state !== 'LISTEN' && !(protocol === 'udp' && peer === null)) continue;
    const port = `${protocol}:${local.port}`;
    const known = addresses.get(port);
    if (known) known.add(local.address);
    else addresses.set(port, new Set([local.address]));
  }
  const at = (protocol: string, port: number) => addresses.get(`${protocol}:${port}`);
  return {
    tcpPorts: new Set([...addresses.keys()].filter(key => key.startsWith('tcp:')).map(key => Number(key.slice(4)))),
    covers: (protocol, {address, port}) => {
      const listening = at(protocol, port);
      if (!listening) return false;
      const unmapped = address.startsWith('::ffff:') ? address.slice(7) : address;
      return [address, unmapped, '*', '::', isIPv6(unmapped) ? '::' : '0.0.0.0'].some(each => listening.has(each));
    },
    hasIPv4: (protocol, port) => [...(at(protocol, port) ?? [])].some(address => !isIPv6(address) && address !== '*'),
    signature: [...addresses]
      .map(([port, set]) => `${port}=${[...set].sort().join()}`)
      .sort()
      .join(' '),
  };
}

const isIPv6 = (address: string): boolean => address.includes(':');
