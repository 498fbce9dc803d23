import {formatIPv4, formatIPv6, isWildcard, parseIPv4, parseIPv6} from '../../domain/address.ts';
import {type Endpoint, type Family, mptcpNotReported} from '../../domain/socket.ts';
import {stateReader} from '../../domain/state-spellings.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import type {SocketRow} from '../socket-row.ts';

/** A record of `networkConnections()`: columns of netstat(8), or of ss(8) where netstat is absent, hardly changed. */
export type Connection = {
  readonly protocol: string;
  readonly localAddress: string;
  readonly localPort: string;
  readonly peerAddress: string;
  readonly peerPort: string;
  readonly state: string;
  readonly pid: number | null;
  readonly process: string;
};

export type ParsedConnections = {
  readonly sockets: readonly {readonly row: SocketRow; readonly pid: number | null; readonly program: Clean}[];
  /** Records that are no socket of TCP or UDP. */
  readonly unreadable: number;
  /** Addresses that netstat cut to fit its column; they end in `…`. */
  readonly cutAddresses: number;
};

// netstat without --wide gives address, colon and port 23 columns, and cuts the address.
const netstatColumns = 22;

/** Decodes the records of one call; queues, user and inode, which they do not have, are null. Linear. */
export function parseConnections(connections: readonly Connection[]): ParsedConnections {
  const sockets: {row: SocketRow; pid: number | null; program: Clean}[] = [];
  let cutAddresses = 0;
  for (const connection of connections) {
    const row = parseConnection(connection);
    if (row === null) continue;
    const pid = Number.isInteger(connection.pid) && Number(connection.pid) > 0 ? connection.pid : null;
    sockets.push({row, pid, program: sanitize(connection.process)});
    cutAddresses += [row.local, row.peer].filter(end => end?.address.endsWith('…')).length;
  }
  return {sockets, unreadable: connections.length - sockets.length, cutAddresses};
}

function parseConnection(connection: Connection): SocketRow | null {
  const match = connection.protocol.toLowerCase().match(/^(tcp|udp)(4|6|46)?$/);
  if (!match) return null;
  const protocol = match[1] === 'udp' ? 'udp' : 'tcp';
  const family = familyOf(connection, match[2] ?? '');
  const local = parseEnd(connection.localAddress, connection.localPort, family);
  const peer = parseEnd(connection.peerAddress, connection.peerPort, family);
  if (local === null || peer === null) return null;
  const hasPeer = peer.port !== 0 || !isWildcard(peer.address);
  const state = protocol === 'udp' ? (hasPeer ? 'ESTABLISHED' : 'UNCONN') : parseState(connection.state);
  if (state === null) return null;
  // ss prints `*` for an IPv6 socket that takes IPv4 too, macOS 46.
  const isDualStack =
    family === 6 && (match[2] === '46' || (match[2] === undefined && connection.localAddress === '*'));
  return {
    protocol,
    family,
    state,
    local,
    peer: hasPeer ? peer : null,
    recvQueue: null,
    sendQueue: null,
    uid: null,
    inode: null,
    v6only: isDualStack ? false : null,
    tcp: null,
    mptcp: mptcpNotReported(protocol),
    netns: null,
  };
}

/** Reads a state in any spelling of ss, netstat, macOS or Windows. */
export const parseState = stateReader();

function familyOf({localAddress}: Connection, version: string): Family {
  if (localAddress.includes(':') || version === '6') return 6;
  return localAddress === '*' && version !== '4' ? 6 : 4;
}

function parseEnd(text: string, portText: string, family: Family): Endpoint | null {
  const port = portText === '*' || portText === '' ? 0 : Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return null;
  const [bare = '', device = ''] = text.replace(/[[\]]/g, '').split('%');
  const isBracketed = text.startsWith('[');
  const isCut = family === 6 && !isBracketed && device === '' && bare.length + portText.length >= netstatColumns;
  return {
    address: isCut ? sanitize(`${bare}…`) : canonical(bare, family),
    port,
    interface: device === '' ? null : sanitize(device),
  };
}

function canonical(text: string, family: Family): Clean {
  if (text === '*' || text === '') return trusted(family === 6 ? '::' : '0.0.0.0');
  const four = parseIPv4(text);
  // netstat prints v4-mapped addresses without their prefix.
  if (four) return family === 6 ? trusted(`::ffff:${formatIPv4(...four)}`) : formatIPv4(...four);
  const six = parseIPv6(text);
  return six ? formatIPv6(six) : sanitize(`${text}…`);
}
