import type {Protocol, SocketState} from '../../domain/socket.ts';
import {blankDraft, type Draft} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import type {PortReader} from './service-port.ts';

/** The columns that every Unix netstat begins a row with. */
export type NetstatRow = {
  readonly protocol: Protocol;
  readonly family: 4 | 6 | null;
  /** IPv6 socket that takes IPv4 too (`tcp46`). */
  readonly dual: boolean;
  readonly recvQueue: number;
  readonly sendQueue: number;
  readonly local: string;
  readonly foreign: string;
  /** What follows, without blanks around it. */
  readonly rest: string;
};

// Address columns of BSD's -A, macOS's flow hash; protocol and family, which BSD may part by a blank ("ip 4"); queues; ends.
const columns =
  /^\s*(?:[0-9a-f]{6,16}\s+){0,2}(tcp|udp|raw|icmp|icm|igmp|igm|ipv6-icmp|ip) ?(46|4|6)?\s+(\d{1,15})\s+(\d{1,15})\s+(\S+)\s+(\S+)(?:\s|$)/;

/** The common columns of a row, or null where a line is no such row. */
export function readColumns(line: string): NetstatRow | null {
  const match = line.match(columns);
  if (!match) return null;
  const [whole, name = '', family, recvQueue, sendQueue, local = '', foreign = ''] = match;
  return {
    protocol: name === 'tcp' || name === 'udp' ? name : 'raw',
    family: family === undefined ? null : family === '4' ? 4 : 6,
    dual: family === '46',
    recvQueue: Number(recvQueue),
    sendQueue: Number(sendQueue),
    local,
    foreign,
    rest: line.slice(whole.length).trim(),
  };
}

/** A draft of these columns, or null where the ends are no addresses in this notation. */
export function draftOf(
  row: NetstatRow,
  state: SocketState | null,
  separator: ':' | '.',
  ports: PortReader,
): Draft | null {
  const {protocol, family, recvQueue} = row;
  // Of a listener, netstat prints 0, whatever its backlog is.
  const sendQueue = state === 'LISTEN' ? null : row.sendQueue;
  const ends = readEnds(row.local, row.foreign, {separator, protocol, family, ports});
  return ends && {...blankDraft, protocol, state, recvQueue, sendQueue, v6only: row.dual ? false : null, ...ends};
}
