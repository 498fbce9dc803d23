import {basename} from 'node:path';
import {type Clean, sanitize} from '../../domain/text.ts';

/** The record of one container by its engine. */
export type ContainerRecord = {
  readonly runtime: 'docker' | 'podman';
  /** All 64 digits. */
  readonly id: string;
  readonly name: Clean;
  /** null where the record has none. */
  readonly image: Clean | null;
  /** The addresses in the networks of the engine. */
  readonly addresses: readonly string[];
};

const identifier = /^[0-9a-f]{64}$/;

/** A container of docker: `/var/lib/docker/containers/ID/config.v2.json`. null for any other text. */
export function parseDockerRecord(text: string): ContainerRecord | null {
  const {ID: id, Name: name, Config: config, NetworkSettings: network} = fieldsOf(parsed(text));
  if (typeof id !== 'string' || !identifier.test(id) || typeof name !== 'string') return null;
  const addresses = Object.values(fieldsOf(fieldsOf(network).Networks)).flatMap(each => {
    const {IPAddress, GlobalIPv6Address} = fieldsOf(each);
    return [IPAddress, GlobalIPv6Address].filter(address => typeof address === 'string' && address !== '');
  });
  return {
    runtime: 'docker',
    id,
    name: sanitize(name.replace(/^\//, '')),
    image: imageIn(fieldsOf(config).Image),
    addresses: addresses as readonly string[],
  };
}

/** The containers of podman and cri-o: `containers.json` of their storage, which has no addresses. */
export function parsePodmanRecords(text: string): readonly ContainerRecord[] {
  const list = parsed(text);
  if (!Array.isArray(list)) return [];
  return list.flatMap(each => {
    const {id, names, metadata} = fieldsOf(each);
    const name: unknown = Array.isArray(names) ? names[0] : undefined;
    if (typeof id !== 'string' || !identifier.test(id) || typeof name !== 'string') return [];
    // JSON within JSON.
    const {'image-name': image} = fieldsOf(typeof metadata === 'string' ? parsed(metadata) : null);
    return [{runtime: 'podman', id, name: sanitize(name), image: imageIn(image), addresses: []}];
  });
}

const imageIn = (image: unknown): Clean | null => (typeof image === 'string' && image !== '' ? sanitize(image) : null);

/** The directory of docker's containers, by its settings (`/etc/docker/daemon.json`). */
export function dataRootOf(settings: string): string {
  const {'data-root': root} = fieldsOf(parsed(settings));
  return typeof root === 'string' && root.startsWith('/') ? root : '/var/lib/docker';
}

/** The container that a process keeps a port of the host for, by an address or by all digits of its id. */
export type Publishing = {readonly address: string} | {readonly id: string};

/** The parameter of each program that publishes ports, after which the container is named. */
const publishers: Readonly<Record<string, {readonly parameter: string; readonly by: 'address' | 'id'}>> = {
  'docker-proxy': {parameter: '-container-ip', by: 'address'},
  // Holds the ports that podman publishes, while the kernel redirects them (NETAVARK chains of nftables).
  conmon: {parameter: '-c', by: 'id'},
};

/**
 * The container whose port a program publishes, by its arguments (`/proc/PID/cmdline`); null for any other program.
 */
export function publishing(executable: string, commandLine: string): Publishing | null {
  const name = basename(executable);
  const publisher = Object.hasOwn(publishers, name) ? publishers[name] : undefined;
  const words = commandLine.split('\0');
  const at = publisher === undefined ? -1 : words.indexOf(publisher.parameter);
  const value = at < 0 ? undefined : words[at + 1];
  if (value === undefined || publisher === undefined) return null;
  return publisher.by === 'id' ? {id: value} : {address: value};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
