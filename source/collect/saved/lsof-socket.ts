import {isWildcard} from '../../domain/address.ts';
import type {Holder, Protocol, SocketState} from '../../domain/socket.ts';
import {decodeAddress} from '../procfs/decode-address.ts';
import {type LineResult, skip} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser, savedHolders} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {isWord, readState} from './state-words.ts';

/** One open file of one process, as lsof lists it in either of its notations. */
export type LsofFile = {
  readonly pid: number;
  /** Name of the program, with blanks and hidden characters escaped as `\x20`; empty where it was not requested. */
  readonly command: string;
  /** Name or number. */
  readonly user: string | null;
  readonly descriptor: string;
  readonly type: string;
  /** Of IPv4, IPv6 and pack: the inode on Linux, a kernel address elsewhere. */
  readonly device: string;
  /** Of raw: the inode. */
  readonly node: string;
  /** `TCP`, `UDP`, … */
  readonly protocol: string;
  /** `*:22 (LISTEN)`, `10.0.0.5:22->10.0.0.9:50022`. */
  readonly name: string;
};

const protocols: Readonly<Record<string, Protocol>> = {TCP: 'tcp', UDP: 'udp', ICMP: 'raw', ICMPV6: 'raw'};

export const isSocketType = (type: string): boolean => /^(?:IPv[46]|raw6?|pack)$/.test(type);

/** The row of a file that is a socket; `skip` where lsof gives it no address; null where the text is not lsof's. */
export function readLsofFile(file: LsofFile, ports: PortReader): LineResult | null {
  if (/^(?:no PCB|can't identify protocol)/.test(file.name)) return skip('no-address');
  const socket = file.type.startsWith('IP') ? readInternet(file, ports) : readOther(file);
  if (!socket) return null;
  const serial = file.type.startsWith('raw') ? file.node : file.device;
  const inode = /^\d{1,15}$/.test(serial) ? Number(serial) : null;
  const identity = serial === '' ? null : `${file.type} ${serial} ${file.name}`;
  const row = {...blankRow, ...socket, inode, identity, ...readUser(file.user), holders: readHolder(file)};
  return {kind: 'row', row};
}

function readHolder({pid, command, user, descriptor}: LsofFile): readonly Holder[] {
  const number = descriptor.match(/^\d{1,9}/);
  const name = command.replaceAll('\\x20', ' ');
  return savedHolders(pid, name, {user, descriptors: number ? [Number(number[0])] : []});
}

function readInternet(file: LsofFile, ports: PortReader): Partial<ParsedRow> | null {
  const protocol = Object.hasOwn(protocols, file.protocol) ? protocols[file.protocol] : undefined;
  const [ends = '', ...info] = file.name.split(' ');
  const [local = '', foreign = '*:*', ...more] = ends.split('->');
  const family = file.type === 'IPv6' ? 6 : 4;
  if (protocol === undefined || more.length > 0) return null;
  const endpoints = readEnds(service(local), service(foreign), {separator: ':', protocol, family, ports});
  return endpoints && {protocol, state: null, ...endpoints, ...readTcp(info.join(' '))};
}

// +M adds the name that a port is registered with at the portmapper: `*:111[portmapper]`.
const service = (end: string): string => end.replace(/([\w*])\[[^\][]*\]$/, '$1');

/** `(LISTEN)`, `(ESTABLISHED QR=0 QS=128)`; `-F` gives the same words one by one, as `ST=LISTEN`. */
export function readTcp(info: string): {
  readonly state?: SocketState;
  readonly unknownWord?: string;
  readonly recvQueue?: number;
  readonly sendQueue?: number;
} {
  const words = info.replace(/[()]/g, ' ').split(' ');
  const value = (key: string): string | undefined => words.find(word => word.startsWith(key))?.slice(key.length);
  const stateWord = value('ST=') ?? words.find(word => word !== '') ?? '';
  const state = readState(stateWord);
  const [received, sent] = [value('QR='), value('QS=')].map(text =>
    /^\d{1,15}$/.test(text ?? '') ? Number(text) : null,
  );
  return {
    ...(state === null ? unknownState(stateWord) : {state}),
    ...(typeof received === 'number' ? {recvQueue: received} : {}),
    // Of a listener, QS is not its backlog.
    ...(typeof sent === 'number' && state !== 'LISTEN' ? {sendQueue: sent} : {}),
  };
}

const unknownState = (word: string): {readonly unknownWord?: string} =>
  isWord(word) && !/=/.test(word) ? {unknownWord: word} : {};

// Linux: packet sockets have no address, raw sockets the text of their row in /proc/net/raw. The byte order of the host
// that printed the text is not known; nearly all are little-endian.
function readOther(file: LsofFile): Partial<ParsedRow> | null {
  if (file.type === 'pack') return /\btype=SOCK_/.test(file.name) ? {protocol: 'packet', family: null} : null;
  const match = file.name.match(/^([0-9A-F]{8,32}):([0-9A-F]{4})->([0-9A-F]{8,32}):([0-9A-F]{4})(?:\s|$)/);
  const [, hex = '', port = '', peerHex = '', peerPort = ''] = match ?? [];
  const local = decodeAddress(hex, 'LE');
  const peer = decodeAddress(peerHex, 'LE');
  if (local === null || peer === null) return null;
  return {
    protocol: 'raw',
    family: hex.length === 8 ? 4 : 6,
    local: {address: local, port: Number.parseInt(port, 16), interface: null},
    peer: isWildcard(peer) ? null : {address: peer, port: Number.parseInt(peerPort, 16), interface: null},
  };
}
