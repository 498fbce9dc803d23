import type {SocketState} from '../../domain/socket.ts';
import {joinPatterns} from './join-patterns.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readFamily, readProtocol, readV6only} from './printed-protocol.ts';
import type {PortReader} from './service-port.ts';

/** The columns that every Unix netstat begins a row with. */
export type NetstatColumns = Pick<ParsedRow, 'protocol' | 'v6only'> & {
  readonly family: 4 | 6 | null;
  readonly recvQueue: number | null;
  readonly sendQueue: number | null;
  readonly local: string;
  readonly foreign: string;
  /** The columns that follow, without blanks around them. */
  readonly rest: string;
};

const columns = joinPatterns(
  // Addresses that BSD's -A prints, or macOS's flow hash.
  /^\s*(?:[0-9a-f]{6,16}\s+){0,2}/,
  // Protocol and family, which BSD may part by a blank ("ip 4"), or a suffix that is not known; queues; ends.
  /(tcp|udp|raw|icmp|icm|igmp|igm|ipv6-icmp|ip)(?: ?(46|4|6)|(?!l)[\w*/]{1,4})?\s+/,
  /([\d?-]\d{0,14})\s+([\d?-]\d{0,14})\s+(\S+)\s+(\S+)(?:\s|$)/,
);

/** The common columns of a row, or null where a line is no such row. */
export function splitColumns(line: string): NetstatColumns | null {
  const match = line.match(columns);
  if (!match) return null;
  const [whole, name = '', version, recvQueue, sendQueue, local = '', foreign = ''] = match;
  return {
    protocol: readProtocol(name),
    family: readFamily(version),
    v6only: readV6only(version),
    recvQueue: readQueue(recvQueue),
    sendQueue: readQueue(sendQueue),
    local,
    foreign,
    rest: line.slice(whole.length).trim(),
  };
}

const readQueue = (text = ''): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** The row of these columns, or null where the ends are no addresses in this notation. */
export function parseRow(
  {protocol, family, v6only, recvQueue, sendQueue, local, foreign}: NetstatColumns,
  state: SocketState | null,
  separator: ':' | '.',
  ports: PortReader,
): ParsedRow | null {
  const ends = readEnds(local, foreign, {separator, protocol, family, ports});
  if (!ends) return null;
  // Of a listener, netstat prints 0, whatever its backlog is.
  const queues = {recvQueue, sendQueue: state === 'LISTEN' ? null : sendQueue};
  return {...blankRow, protocol, state, ...queues, v6only, ...ends};
}
