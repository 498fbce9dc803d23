import {formatIPv6, parseIPv6} from '../domain/address.ts';
import type {Protocol} from '../domain/socket.ts';
import type {SocketUnit} from '../domain/socket-unit.ts';
import {sanitize} from '../domain/text.ts';
import type {RunTool} from '../system/run-tool.ts';

/** Arguments of systemctl(1): a line for each address that systemd listens on, with type, unit and activated unit. */
const listSockets: readonly string[] = [
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
      /^\s*(\[[0-9a-f:.]+(?:%[^\]]+)?\]|[0-9.]+):(\d+)(?:%\S+)?\s+(\w+)\s+(\S+\.socket)(?:\s+(.*))?$/i,
    );
    const protocol = protocols[match?.[3] ?? ''];
    if (!match || protocol === undefined) return [];
    const [, host = '', port, , unit = '', others = ''] = match;
    const activates = [...others.matchAll(/[^\s,]+\.\w+/g)].map(([name]) => sanitize(name));
    return [{protocol, address: sanitize(canonical(host), 100), port: Number(port), unit: sanitize(unit), activates}];
  });
}

function canonical(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const groups = bare.includes(':') ? parseIPv6(bare) : null;
  return groups ? formatIPv6(groups) : bare;
}

/**
 * The addresses that systemd listens on, as systemctl(1) lists them; null where systemctl gives no list. Takes a
 * moment: a process starts.
 */
export async function readSocketUnits(run: RunTool, signal: AbortSignal): Promise<readonly SocketUnit[] | null> {
  const result = await run('systemctl', listSockets, {signal, timeLimit: 2000});
  return result.kind === 'done' ? parseSocketUnits(result.stdout.toString('utf8')) : null;
}
