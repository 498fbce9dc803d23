import type {Protocol} from '../socket.ts';
import type {Registry} from './names.ts';
import {usualNames} from './usual.ts';

/** Port of a service name; null where no registry has the name. The inverse of `ServiceNames`. */
export type ServicePorts = (name: string, protocol: Protocol) => number | null;

/**
 * Ports by the first of these that has the name: the host's services(5), whose keys are as `22/tcp`, the IANA registry,
 * the usual names. Where one of them has a name twice, its first entry counts.
 */
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
