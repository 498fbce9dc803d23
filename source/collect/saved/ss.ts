import type {Protocol, SocketState} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import {blankDraft, type Draft, type Format, type Outcome, type ReadRow, skip} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import type {PortReader} from './service-port.ts';
import {isDetail, readDetails} from './ss-details.ts';
import {readState} from './state-words.ts';

// Netid column (iproute2 misc/ss.c). Sockets of the other kinds are counted under these names.
const judged: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  udp: 'udp',
  raw: 'raw',
  icmp: 'raw',
  icmp6: 'raw',
  p_raw: 'packet',
  p_dgr: 'packet',
};
const others: readonly (readonly [RegExp, string])[] = [
  [/^u_(?:str|dgr|seq)$/, 'unix'],
  [/^nl$/, 'netlink'],
  [/^v_(?:str|dgr|seq)$/, 'vsock'],
  [/^ti_\w+$/, 'tipc'],
  [/^xdp$/, 'xdp'],
  [/^(?:sctp|dccp)$/, 'sctp'],
  [/^mptcp$/, 'mptcp'],
];

const columns =
  /^\s*(?:([a-z][a-z0-9_]{1,5})\s+)?(?:([A-Z][A-Z0-9-]{3,11})\s+)?(\d{1,15})\s+(\d{1,15})\s+(\S+)\s+(\S+)(?:\s|$)/;

/** ss of iproute2, with any of -n -r -p -e -m -i -o -O, with or without header and Netid column. */
export const ss: Format = {
  name: 'ss',
  header: line => /\bRecv-Q\s+Send-Q\s+Local Address:\s?Port\s+Peer Address:/.test(line),
  open: (ports, header) => openTable(ports, header !== null && !/\bState\b/.test(header)),
};

// `ss state X` leaves the State column out; only the header shows that.
function openTable(ports: PortReader, stateless: boolean): ReadRow {
  let rows = 0;
  return line => {
    if (rows > 0 && isDetail(line) && !columns.test(line)) {
      const details = readDetails(line);
      return details && {kind: 'amend', amend: draft => ({...draft, ...details})};
    }
    const outcome = readRow(line, ports, stateless);
    if (outcome) rows++;
    return outcome;
  };
}

function readRow(line: Clean, ports: PortReader, stateless: boolean): Outcome | null {
  const match = line.match(columns);
  if (!match || (match[2] === undefined) !== stateless) return null;
  const [whole, netid = '', word, recvQueue, sendQueue, local = '', foreign = ''] = match;
  const other = others.find(([pattern]) => pattern.test(netid));
  if (other) return skip(other[1]);
  const state = word === undefined ? null : readState(word);
  const protocol =
    netid === '' ? guessProtocol(state, local) : Object.hasOwn(judged, netid) ? judged[netid] : undefined;
  if (protocol === undefined || (state === null && !stateless)) return null;
  const ends = protocol === 'packet' ? readPacket(local) : readInternet(local, foreign, protocol, ports);
  const details = readDetails(line.slice(whole.length).trimEnd());
  if (!ends || !details) return null;
  const queues = {recvQueue: Number(recvQueue), sendQueue: Number(sendQueue)};
  const draft = {...blankDraft, protocol, protocolGuessed: netid === '', state, ...queues, ...ends, ...details};
  return {kind: 'socket', draft};
}

// Without Netid column. What a raw socket has for a port is the name of a protocol, unless -n was given.
function guessProtocol(state: SocketState | null, local: string): Protocol {
  if (state !== 'UNCONN') return 'tcp';
  return /:(?:icmp|ipv6-icmp|igmp|ospf|raw)$/.test(local) ? 'raw' : 'udp';
}

function readInternet(local: string, foreign: string, protocol: Protocol, ports: PortReader): Partial<Draft> | null {
  const ends = readEnds(local, foreign, {separator: ':', protocol, family: null, ports});
  if (!ends) return null;
  const old = local.startsWith(':::') || (ends.family === 4 && !local.startsWith('*') && foreign.startsWith('*:'));
  const unsettled = /^\*(?:%|:)/.test(local) && foreign.startsWith('*:');
  return {...ends, star: old ? 'shows-old-ss' : unsettled ? 'unsettled' : null};
}

// "protocol:device": a packet socket has no address.
function readPacket(local: string): Partial<Draft> | null {
  const device = local.match(/^\S{1,64}:([^:\s]{1,64})$/)?.[1];
  if (device === undefined) return null;
  return {family: null, local: {...blankDraft.local, interface: device === '*' ? null : sanitize(device)}};
}
