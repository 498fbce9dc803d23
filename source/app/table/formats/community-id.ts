import {parseIPv4, parseIPv6, unmapped} from '../../../domain/address.ts';
import type {Socket} from '../../../domain/socket.ts';
import {transportOf} from './transport.ts';

/** SHA-1 of bytes, in base64. */
export type Sha1 = (bytes: Uint8Array) => string;

type FlowEnd = {readonly address: string; readonly port: number};

/**
 * Community ID of a flow (version 1, seed 0; https://github.com/corelight/community-id-spec), the same from both ends:
 * `1:` and the SHA-1 of the seed, the addresses, the number of the protocol and the ports, the lower end first. For
 * ICMP, the types of request and reply are the ports. null where the ends are not two addresses of one IP version.
 */
export function communityId(protocol: number, one: FlowEnd, other: FlowEnd, sha1: Sha1): string | null {
  const ends = [one, other].map(({address, port}) => ({address: bytesOf(address), port: bigEndian(port)}));
  const [a, b] = ends;
  if (!a?.address || !b?.address || a.address.length !== b.address.length) return null;
  const [low, high] = compare([...a.address, ...a.port], [...b.address, ...b.port]) <= 0 ? [a, b] : [b, a];
  const seed = [0, 0];
  const padding = 0;
  const bytes = [
    ...seed,
    ...(low.address ?? []),
    ...(high.address ?? []),
    protocol,
    padding,
    ...low.port,
    ...high.port,
  ];
  return `1:${sha1(Uint8Array.from(bytes))}`;
}

/** The Community ID of a connection of TCP or UDP, or of a ping socket; null where the socket has not two ends. */
export function communityIdOf(socket: Socket, sha1: Sha1): string | null {
  const {protocol, family, local, peer} = socket;
  const transport = transportOf(socket);
  if (peer === null || transport === null) return null;
  if (protocol === 'icmp') {
    const {request, reply} = family === 6 ? echo6 : echo4;
    const ends = [
      {...local, port: request},
      {...peer, port: reply},
    ] as const;
    return communityId(transport.number, ...ends, sha1);
  }
  return protocol === 'raw' ? null : communityId(transport.number, local, peer, sha1);
}

/** Types of ICMP messages (RFC 792, RFC 4443): a ping socket sends requests and gets replies. */
const echo4 = {request: 8, reply: 0};
const echo6 = {request: 128, reply: 129};

function bytesOf(address: string): readonly number[] | null {
  return parseIPv4(unmapped(address)) ?? parseIPv6(address)?.flatMap(bigEndian) ?? null;
}

const bigEndian = (word: number): [number, number] => [word >> 8, word & 255];

/** Below 0 where `a` comes first, byte by byte; both of one length. */
function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((byte, at) => byte !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
