import {isWildcard} from '../../domain/address.ts';
import {type Endpoint, mptcpNotReported} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import {datagramStates, tcpStates} from '../kernel-states.ts';
import type {SocketRow} from '../socket-row.ts';
import {decodeAddress, type Endianness} from './decode-address.ts';

/** The sockets of a table of /proc/net; the tables of raw and ping sockets have the same columns. */
export type TableKind = {readonly protocol: 'tcp' | 'udp' | 'raw' | 'icmp'; readonly family: 4 | 6};

/** `unreadable` counts the lines that are no socket. */
export type ParsedTable = {readonly rows: readonly SocketRow[]; readonly unreadable: number};

/**
 * Decodes the text of /proc/net/{tcp,udp,raw,icmp}{,6} (proc(5); tcp4_seq_show, udp4_format_sock). Addresses are 32-bit
 * words in the host's byte order, ports plain hexadecimal. The rx_queue column of a listening TCP socket is the number
 * of connections that wait to be accepted; the limit of that number is not in the table, which has 0 there. A socket
 * without inode has no uid: the kernel prints 0. Linear in the lines.
 */
export function parseTable(text: string, kind: TableKind, endianness: Endianness): ParsedTable {
  const endpoint = createEndpointReader(endianness);
  const rows: SocketRow[] = [];
  let unreadable = 0;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line === '' || (index === 0 && heading.test(line))) return;
    const row = parseRow(line, kind, endpoint);
    if (row === null) unreadable++;
    else rows.push(row);
  });
  return {rows, unreadable};
}

const heading = /^ *sl /;

// slot, local, peer, state, tx_queue, rx_queue, timer and its end, retransmits, uid, timeout, inode.
const columns = new RegExp(
  [
    /^ *\d+: ([\dA-F]{8,32}):([\dA-F]{4}) ([\dA-F]{8,32}):([\dA-F]{4}) ([\dA-F]{2}) /,
    /([\dA-F]{8,16}):([\dA-F]{8,16}) [\dA-F]{2}:[\dA-F]{8,16} [\dA-F]{8,16} +(\d+) +\d+ +(\d+)(?: |$)/,
  ]
    .map(part => part.source)
    .join(''),
  'i',
);

function parseRow(line: string, {protocol, family}: TableKind, endpoint: ReadEndpoint): SocketRow | null {
  const match = columns.exec(line);
  if (match === null) return null;
  const [, localHex = '', localPort = '', peerHex = '', peerPort = '', code = '', tx = '', rx = '', uid, inodeText] =
    match;
  const addressLength = family === 4 ? 8 : 32;
  if (localHex.length !== addressLength || peerHex.length !== addressLength) return null;
  const local = endpoint(localHex, localPort);
  // The peer of a ping socket has whatever number its program gave, which no packet carries.
  const peer = endpoint(peerHex, protocol === 'icmp' ? '0' : peerPort);
  const state = (protocol === 'tcp' ? tcpStates : datagramStates)[Number.parseInt(code, 16)];
  if (local === null || peer === null || state === undefined) return null;
  const inode = Number(inodeText) || null;
  return {
    protocol,
    family,
    state,
    local,
    peer: peer.port === 0 && isWildcard(peer.address) ? null : peer,
    recvQueue: Number.parseInt(rx, 16),
    // /proc/net/tcp does not have the backlog of a listener (proc(5)).
    sendQueue: state === 'LISTEN' ? null : Number.parseInt(tx, 16),
    uid: inode === null ? null : Number(uid),
    inode,
    v6only: null,
    tcp: null,
    mptcp: mptcpNotReported(protocol),
    netns: null,
  };
}

type ReadEndpoint = (address: string, port: string) => Endpoint | null;

// A host has far fewer addresses than sockets, so each is decoded once.
function createEndpointReader(endianness: Endianness): ReadEndpoint {
  const addresses = new Map<string, Clean>();
  return (hex, port) => {
    const address = addresses.get(hex) ?? decodeAddress(hex, endianness);
    if (address === null) return null;
    addresses.set(hex, address);
    return {address, port: Number.parseInt(port, 16), interface: null};
  };
}
