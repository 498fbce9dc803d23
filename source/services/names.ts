import type {Protocol} from '../model/socket.ts';
import {protocolNumbers} from './protocol-numbers.ts';
import {usualNames} from './usual.ts';

/** Name of the service that a port is registered or usually used for, or null where no registry has it. */
export type ServiceNames = (port: number, protocol: Protocol) => string | null;

/** A registry: `"22/tcp"` → name. An empty name is a reserved or unassigned entry and counts as none. */
export type Registry = {readonly [portAndProtocol: string]: string | undefined};

/** Looks in the user's own names first, then in the usual ones, the host's `services(5)`, and the IANA registry. */
export function serviceNames(
  hostServices: ReadonlyMap<string, string>,
  iana: Registry,
  own: Registry = {},
): ServiceNames {
  return (port, protocol) => {
    if (protocol === 'raw' || protocol === 'packet') return protocolNumbers[protocol][port] ?? null;
    if (port === 0) return null;
    const entry = `${port}/${protocol}`;
    return own[entry] ?? usualNames[entry] ?? hostServices.get(entry) ?? (iana[entry] || null);
  };
}
