import type {Protocol} from '../model/socket.ts';
import type {Registry} from './names.ts';
import {usualNames} from './usual.ts';

/** Port of a service name, or null where no registry has the name; the inverse of `ServiceNames`. */
export type ServicePorts = (name: string, protocol: Protocol) => number | null;

/** Looks in the host's own `services(5)` first, then in the IANA registry, then in the usual names; the lowest port counts. */
export function servicePorts(hostServices: ReadonlyMap<string, string>, iana: Registry): ServicePorts {
  const ports = new Map<string, number>();
  const add = (entries: Iterable<readonly [string, string | undefined]>): void => {
    for (const [entry, name] of entries) {
      const [port = '', protocol = ''] = entry.split('/');
      const key = `${name}/${protocol}`;
      if (name && !ports.has(key)) ports.set(key, Number(port));
    }
  };
  add(hostServices);
  add(Object.entries(iana));
  add(Object.entries(usualNames));
  return (name, protocol) => ports.get(`${name}/${protocol}`) ?? null;
}
