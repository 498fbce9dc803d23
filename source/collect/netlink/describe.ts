import {formatIPv4, formatIPv6} from '../../model/address.ts';
import {unknown} from '../../model/known.ts';
import type {Endpoint, Socket, TcpInfo} from '../../model/socket.ts';
import type {Clean} from '../../model/text.ts';
import {datagramStates, tcpStates} from '../socket-states.ts';
import {field, type Sample} from './inet-diag.ts';

/** What the numbers in a sample are called. */
export type Names = {
  /** null where no network interface has this index. */
  readonly device: (index: number) => Clean | null;
  readonly user: (uid: number) => Clean;
};

/** The socket as it was at the look before, and whether its endpoints are still the same. */
export type Before = {readonly socket: Socket; readonly sameEnds: boolean};

const AF_INET6 = 10;

/**
 * The socket that a sample tells of, or null where the kernel names a state that has no name here. Its owner is the one it
 * had before, and not collected where it is new.
 */
export function describe(
  protocol: 'tcp' | 'udp',
  sample: Sample,
  cookie: string,
  names: Names,
  before: Before | null,
): Socket | null {
  const at = (index: number): number => sample[index] ?? 0;
  const state = (protocol === 'udp' ? datagramStates : tcpStates)[at(field.state)];
  if (state === undefined) return null;
  const inode = at(field.inode) || null;
  // Without an inode there is no struct socket to tell whose it is, and the kernel answers 0.
  const uid = inode === null ? null : at(field.uid);
  const v6only = at(field.v6only);
  const family = at(field.family) === AF_INET6 ? 6 : 4;
  return {
    key: before ? before.socket.key : keyOf(protocol, family, cookie),
    protocol,
    family,
    state,
    local: before?.sameEnds ? before.socket.local : localOf(sample, names),
    peer: before?.sameEnds ? before.socket.peer : peerOf(sample, names),
    recvQueue: at(field.recvQueue),
    sendQueue: at(field.sendQueue),
    uid,
    user: uid === null ? null : names.user(uid),
    inode,
    v6only: v6only === 2 ? null : v6only === 1,
    tcp: at(field.info) === 1 ? tcpOf(at) : null,
    owner: before ? before.socket.owner : unknown('not-collected'),
  };
}

// As `socketKey` names a socket that has a cookie, but for 48,000 of them without an object for each.
const keyOf = (protocol: string, family: number, cookie: string): string => `${protocol}${family} cookie ${cookie}`;

function localOf(sample: Sample, names: Names): Endpoint {
  const device = sample[field.device] ?? 0;
  return {
    address: addressAt(sample, field.local),
    port: sample[field.localPort] ?? 0,
    interface: device === 0 ? null : names.device(device),
  };
}

// The device belongs to the peer only as the scope of a link-local address, fe80::/10.
function peerOf(sample: Sample, names: Names): Endpoint | null {
  const first = sample[field.peer] ?? 0;
  const port = sample[field.peerPort] ?? 0;
  if (port === 0 && isWildcard(sample)) return null;
  const scoped = sample[field.family] === AF_INET6 && first >>> 22 === 0x3fa;
  const device = sample[field.device] ?? 0;
  return {
    address: addressAt(sample, field.peer),
    port,
    interface: scoped && device !== 0 ? names.device(device) : null,
  };
}

// 0.0.0.0, :: or ::ffff:0.0.0.0
function isWildcard(sample: Sample): boolean {
  const [a, b, c, d] = sample.subarray(field.peer, field.peer + 4);
  return a === 0 && b === 0 && d === 0 && (c === 0 || c === 0xffff);
}

function tcpOf(at: (index: number) => number): TcpInfo {
  return {
    rttMs: at(field.rtt) / 1000,
    retransmits: at(field.retransmits),
    bytesSent: wide(at(field.ackedHigh), at(field.ackedLow)),
    bytesReceived: wide(at(field.receivedHigh), at(field.receivedLow)),
  };
}

// Without the product a small number stays one that V8 keeps in place, which takes 1.5 MB less for 48,000 sockets.
const wide = (high: number, low: number): number => (high === 0 ? low : high * 2 ** 32 + low);

// Text of the addresses met so far: a host has far fewer addresses than sockets.
const addresses = new Map<number | string, Clean>();
const mostAddresses = 16_384;

function addressAt(sample: Sample, start: number): Clean {
  const [a = 0, b = 0, c = 0, d = 0] = [sample[start], sample[start + 1], sample[start + 2], sample[start + 3]];
  const six = sample[field.family] === AF_INET6;
  const id = six ? `${a},${b},${c},${d}` : a;
  const met = addresses.get(id);
  if (met !== undefined) return met;
  const text = six
    ? formatIPv6([a, b, c, d].flatMap(word => [word >>> 16, word & 0xffff]))
    : formatIPv4(a >>> 24, (a >>> 16) & 255, (a >>> 8) & 255, a & 255);
  if (addresses.size >= mostAddresses) addresses.clear();
  addresses.set(id, text);
  return text;
}
