import type {Protocol, SocketState} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import {type Format, type LineResult, type ReadLine, skip} from './format.ts';
import {joinPatterns} from './join-patterns.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import type {PortReader} from './service-port.ts';
import {isDetail, readDetails} from './ss-details.ts';
import {readState} from './state-words.ts';

// Netid column (iproute2 misc/ss.c). Sockets of the other kinds are counted under the names below.
const protocols: ReadonlyMap<string, Protocol> = new Map([
  ['tcp', 'tcp'],
  ['udp', 'udp'],
  ['raw', 'raw'],
  ['icmp', 'raw'],
  ['p_raw', 'packet'],
  ['p_dgr', 'packet'],
]);
const others: readonly (readonly [RegExp, string])[] = [
  [/^u_(?:str|dgr|seq)$/, 'unix'],
  [/^nl$/, 'netlink'],
  [/^v_(?:str|dgr|seq)$/, 'vsock'],
  [/^ti_\w+$/, 'tipc'],
  [/^xdp$/, 'xdp'],
  [/^(?:sctp|dccp)$/, 'sctp'],
  [/^mptcp$/, 'mptcp'],
];

// Netid, and a state that may be in any language; queues; ends.
const columns = new RegExp(
  joinPatterns(
    /^\s*(?:([a-z][a-z0-9_/]{1,7})\s+)?(?:([\p{L}?][\p{L}\p{M}\d_?-]{1,20})\s+)?/u,
    // No blank stands between the peer and the processes where the peer fills its column.
    /([\d-]\d{0,14})\s+([\d-]\d{0,14})\s+(\S+)\s+(\S+?)(?:\s|$|(?=users:\(\())/,
  ).source,
  'u',
);

/** ss of iproute2, with any of -n -r -p -e -m -i -o -O, with or without header and Netid column. */
export const ss: Format = {
  command: 'ss',
  header: line => /\bRecv-Q\s+Send-Q\s+Local Address:\s?Port\s*Peer Address:/.test(line),
  // `ss state X` leaves the State column out; only the header shows the omission.
  open: (ports, header) => openTable(ports, header !== null && !/\bState\b/.test(header)),
};

// Lines of details stand below a row, so they begin no table.
function openTable(ports: PortReader, stateless: boolean): ReadLine {
  const below: ReadLine = (line, above) =>
    isDetail(line) && !columns.test(line) ? addDetails(line, above) : readRow(line, ports, stateless);
  return line => {
    const first = readRow(line, ports, stateless);
    return first && {...first, next: below};
  };
}

function addDetails(line: Clean, above: ParsedRow | null): LineResult | null {
  const details = readDetails(line);
  return above ? {kind: 'more', row: {...above, ...details}} : skip('detail');
}

function readRow(line: Clean, ports: PortReader, stateless: boolean): LineResult | null {
  const match = line.match(columns);
  if (!match || (match[2] === undefined) !== stateless) return null;
  const [whole, netid = '', word, recvQueue, sendQueue, local = '', foreign = ''] = match;
  const other = others.find(([pattern]) => pattern.test(netid));
  if (other) return skip(other[1]);
  const state = word === undefined ? null : readState(word);
  const protocol = netid === '' ? guessProtocol(state, local) : protocols.get(netid.replace(/(?:46|64|4|6)$/, ''));
  if (protocol === undefined) return null;
  const ends = protocol === 'packet' ? readPacket(local) : readInternet(local, foreign, protocol, ports);
  if (!ends) return null;
  const details = readDetails(line.slice(whole.length).trimEnd());
  const queues = {recvQueue: readQueue(recvQueue), sendQueue: readQueue(sendQueue)};
  const unknownWord = state === null && word !== undefined ? {unknownWord: word} : {};
  const guess = {protocol, protocolGuessed: netid === ''};
  const star = ends.star === 'unresolved' && oldUsers.test(line) ? {star: 'shows-old-ss' as const} : {};
  const row = {...blankRow, ...guess, state, ...unknownWord, ...queues, ...ends, ...star, ...details};
  return {kind: 'row', row};
}

// iproute2 before 4.0 names processes so.
const oldUsers = /users:\(\(".{0,15}",\d{1,10},\d{1,10}\)/;

// `-` where it is not known.
const readQueue = (text = ''): number | null => (text.startsWith('-') ? null : Number(text));

// Without Netid column. A raw socket has the name of a protocol for a port, unless -n was given.
function guessProtocol(state: SocketState | null, local: string): Protocol {
  if (state !== 'UNCONN') return 'tcp';
  return /:(?:icmp|ipv6-icmp|igmp|ospf|raw)$/.test(local) ? 'raw' : 'udp';
}

function readInternet(
  local: string,
  foreign: string,
  protocol: Protocol,
  ports: PortReader,
): Partial<ParsedRow> | null {
  const ends = readEnds(local, foreign, {separator: ':', protocol, family: null, ports});
  if (!ends) return null;
  const old = local.startsWith(':::') || (ends.family === 4 && !local.startsWith('*') && foreign.startsWith('*:'));
  const unresolved = /^\*(?:%|:)/.test(local) && foreign.startsWith('*:');
  return {...ends, star: old ? 'shows-old-ss' : unresolved ? 'unresolved' : null};
}

// "protocol:device": a packet socket has no address.
function readPacket(local: string): Partial<ParsedRow> | null {
  const device = local.match(/^\S{1,64}:([^:\s]{1,64})$/)?.[1];
  if (device === undefined) return null;
  return {family: null, local: {...blankRow.local, interface: device === '*' ? null : sanitize(device)}};
}
