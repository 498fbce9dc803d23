import type {Protocol} from '../model/socket.ts';
import {type Clean, own} from '../model/text.ts';
import {protocolNumbers} from './protocol-numbers.ts';
import {usualNames} from './usual.ts';

/** Name of the service that a port is registered or usually used for, or null where no registry has it. */
export type ServiceNames = (port: number, protocol: Protocol) => Clean | null;

/** A registry: `"22/tcp"` → name. An empty name is a reserved or unassigned entry and counts as none. */
export type Registry = {readonly [portAndProtocol: string]: string | undefined};

/** Looks in the user's own names first, then in the usual ones, the host's `services(5)`, and the IANA registry. */
export function serviceNames(
  hostServices: ReadonlyMap<string, string>,
  iana: Registry,
  ownNames: Registry = {},
): ServiceNames {
  const nameOf = (port: number, protocol: string): string | undefined => {
    const entry = `${port}/${protocol}`;
    return port === 0 ? undefined : (ownNames[entry] ?? usualNames[entry] ?? hostServices.get(entry) ?? iana[entry]);
  };
  return (port, protocol) => {
    const name = protocol === 'raw' || protocol === 'packet' ? protocolNumbers[protocol][port] : nameOf(port, protocol);
    return name ? own(name) : null;
  };
}
