import {basename} from 'node:path';
import {type Clean, sanitize} from '../../domain/text.ts';

/** The record of one container by its engine. */
export type ContainerRecord = {
  /** All 64 digits. */
  readonly id: string;
  readonly name: Clean;
  /** The addresses in the networks of the engine. */
  readonly addresses: readonly string[];
};

const identifier = /^[0-9a-f]{64}$/;

/** A container of docker: `/var/lib/docker/containers/ID/config.v2.json`. null for any other text. */
export function parseDockerRecord(text: string): ContainerRecord | null {
  const {ID: id, Name: name, NetworkSettings: network} = fieldsOf(parsed(text));
  if (typeof id !== 'string' || !identifier.test(id) || typeof name !== 'string') return null;
  const addresses = Object.values(fieldsOf(fieldsOf(network).Networks)).flatMap(each => {
    const {IPAddress, GlobalIPv6Address} = fieldsOf(each);
    return [IPAddress, GlobalIPv6Address].filter(address => typeof address === 'string' && address !== '');
  });
  return {id, name: sanitize(name.replace(/^\//, '')), addresses: addresses as readonly string[]};
}

/** The containers of podman and cri-o: `containers.json` of their storage, which has no addresses. */
export function parsePodmanRecords(text: string): readonly ContainerRecord[] {
  const list = parsed(text);
  if (!Array.isArray(list)) return [];
  return list.flatMap(each => {
    const {id, names} = fieldsOf(each);
    const name: unknown = Array.isArray(names) ? names[0] : undefined;
    if (typeof id !== 'string' || !identifier.test(id) || typeof name !== 'string') return [];
    return [{id, name: sanitize(name), addresses: []}];
  });
}

/** The directory of docker's containers, by its settings (`/etc/docker/daemon.json`). */
export function dataRootOf(settings: string): string {
  const {'data-root': root} = fieldsOf(parsed(settings));
  return typeof root === 'string' && root.startsWith('/') ? root : '/var/lib/docker';
}

/**
 * The address of the container whose port a docker-proxy publishes, by its arguments (`/proc/PID/cmdline`); null for
 * any other program.
 */
export function proxiedAddress(executable: string, commandLine: string): string | null {
  if (basename(executable) !== 'docker-proxy') return null;
  const words = commandLine.split('\0');
  const at = words.indexOf('-container-ip');
  return at < 0 ? null : (words[at + 1] ?? null);
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
