import {formatIPv6, parseIPv6} from '../domain/address.ts';
import type {Protocol, Socket} from '../domain/socket.ts';
import {type Clean, sanitize} from '../domain/text.ts';

/** A network address that systemd listens on for a unit. */
type SocketUnit = {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  readonly unit: Clean;
};

/** Arguments of systemctl(1): a line for each address that systemd listens on, with type, unit and activated unit. */
export const listSockets: readonly string[] = [
  'list-sockets',
  '--all',
  '--full',
  '--plain',
  '--no-legend',
  '--no-pager',
  '--show-types',
];

const protocols: Readonly<Record<string, Protocol>> = {Stream: 'tcp', Datagram: 'udp', Raw: 'raw'};

/** Decodes the output of `systemctl list-sockets` (systemctl(1)), without lines that have no network address. */
export function parseSocketUnits(output: string): readonly SocketUnit[] {
  return output.split('\n').flatMap(line => {
    const match = line.match(
      /^\s*(\[[0-9a-f:.]+(?:%[^\]]+)?\]|[0-9.]+):(\d+)(?:%\S+)?\s+(\w+)\s+(\S+\.socket)(?:\s|$)/i,
    );
    const protocol = protocols[match?.[3] ?? ''];
    if (!match || protocol === undefined) return [];
    const [, host = '', port, , unit = ''] = match;
    return [{protocol, address: canonical(host), port: Number(port), unit: sanitize(unit)}];
  });
}

/** The unit that a socket was opened for; null where none listens on exactly its address and port. */
export function socketUnitOf({protocol, local}: Socket, units: readonly SocketUnit[]): Clean | null {
  const found = units.find(
    unit => unit.protocol === protocol && unit.port === local.port && unit.address === local.address,
  );
  return found?.unit ?? null;
}

function canonical(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const groups = bare.includes(':') ? parseIPv6(bare) : null;
  return groups ? formatIPv6(groups) : bare;
}
