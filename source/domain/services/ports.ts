import type {Protocol} from '../socket.ts';
import type {Registry} from './names.ts';
import {usualNames} from './usual.ts';

/** Port of a service name, or null where no registry has the name; the inverse of `ServiceNames`. */
export type ServicePorts = (name: string, protocol: Protocol) => number | null;

/** Polls in the host's own `services(5)` first, then in the IANA registry, then in the usual names; the lowest port counts. */
export function servicePorts(hostServices: ReadonlyMap<string, string>, iana: Registry): ServicePorts {
  const ports = new Map<string, number>();
  const add = (name: string, protocol: string, port: number): void => {
    const key = `${name}/${protocol}`;
    if (!ports.has(key)) ports.set(key, port);
  };
  const addAll = (entries: Iterable<readonly [string, string]>): void => {
    for (const [entry, name] of entries) {
      const [port = '', protocol = ''] = entry.split('/');
      add(name, protocol, Number(port));
    }
  };
  addAll(hostServices);
  for (const protocol of ['tcp', 'udp'] as const) {
    for (const [port, name] of iana[protocol]) add(name, protocol, port);
  }
  addAll(Object.entries(usualNames));
  return (name, protocol) => ports.get(`${name}/${protocol}`) ?? null;
}
