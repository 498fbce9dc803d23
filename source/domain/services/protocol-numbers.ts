import type {Protocol} from '../socket.ts';

/** Names of the numbers that sockets without ports have in the place of a port. */
export const protocolNumbers: Readonly<Record<Exclude<Protocol, 'tcp' | 'udp'>, Readonly<Record<number, string>>>> = {
  /** Assigned Internet Protocol Numbers (IANA). */
  raw: {
    1: 'icmp',
    2: 'igmp',
    4: 'ipip',
    6: 'tcp',
    17: 'udp',
    41: 'ipv6',
    47: 'gre',
    50: 'esp',
    51: 'ah',
    58: 'icmpv6',
    89: 'ospf',
    103: 'pim',
    112: 'vrrp',
    115: 'l2tp',
    132: 'sctp',
    255: 'any',
  },
  /** The identifier of echo requests is any number. */
  icmp: {},
  /** EtherTypes, as linux/if_ether.h names them. */
  packet: {
    3: 'every frame',
    2048: 'ipv4',
    2054: 'arp',
    33024: 'vlan',
    34525: 'ipv6',
    34915: 'pppoe',
    34916: 'pppoe',
    34958: 'eapol',
    35020: 'lldp',
    35063: 'ptp',
  },
};
