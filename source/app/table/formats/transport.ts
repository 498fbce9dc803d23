import {unmapped} from '../../../domain/address.ts';
import type {Endpoint, Socket} from '../../../domain/socket.ts';

/** A protocol above IP by IANA's number, and its keyword in lower case where we have it. */
export type Transport = {readonly number: number; readonly name: string | null};

/** Keywords of IANA's protocol numbers: the ones that ping sockets and common raw sockets have. */
const keywords: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'ipv6-icmp',
  89: 'ospfigp',
  112: 'vrrp',
  132: 'sctp',
};

const ofNumber = (number: number): Transport => ({number, name: keywords[number] ?? null});

/** The protocol of a socket; null for a packet socket, which is below IP. The port of a raw socket is its protocol. */
export function transportOf({
  protocol,
  family,
  local,
}: Pick<Socket, 'protocol' | 'family' | 'local'>): Transport | null {
  switch (protocol) {
    case 'tcp':
      return ofNumber(6);
    case 'udp':
      return ofNumber(17);
    case 'icmp':
      return ofNumber(family === 6 ? 58 : 1);
    case 'raw':
      return ofNumber(local.port);
    case 'packet':
      return null;
  }
}

/** Whether ports of the socket are ports: a ping socket has an identifier there, a raw socket its protocol. */
export const hasPorts = ({protocol}: Pick<Socket, 'protocol'>): boolean => protocol === 'tcp' || protocol === 'udp';

/** The IP version of the packets: IPv4 where an IPv6 socket has mapped addresses. null for a packet socket. */
export function ipVersionOf({family, local, peer}: Pick<Socket, 'family' | 'local' | 'peer'>): 4 | 6 | null {
  return family === 6 && [local, peer].some(end => end && isMapped(end)) ? 4 : family;
}

const isMapped = ({address}: Endpoint): boolean => unmapped(address) !== address;
