import {printedPort} from '../../domain/services/printed-names.ts';
import type {Protocol} from '../../domain/socket.ts';

/** Port of a registered service name; null where the name is not registered. */
export type PortLookup = (name: string, protocol: Protocol) => number | null;

/** Reads a port as a table prints it: number, name or `*` (0); null for any other text. */
export type PortReader = (text: string, protocol: Protocol) => number | null;

/** Reads numbers, then the usual names; `lookup` is requested for all others, and must return a port. */
export function portReader(lookup: PortLookup): PortReader {
  const lookUp: PortReader = (name, protocol) => {
    const port = isServiceName.test(name) ? lookup(name, protocol) : null;
    return port !== null && isPort(port) && port > 0 ? port : null;
  };
  return (text, protocol) => {
    if (text === '*') return 0;
    if (/^\d{1,5}$/.test(text)) return isPort(Number(text)) ? Number(text) : null;
    return printedPort(text, protocol) ?? lookUp(text, protocol);
  };
}

const isServiceName = /^[a-z0-9][\w.+-]{0,63}$/i;

const isPort = (number: number): boolean => Number.isInteger(number) && number >= 0 && number < 65_536;
