import {dhcpClientPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import type {Rule} from './rule.ts';

export const dhcpClient: Rule = {
  id: 'dhcp-client',
  title: 'DHCP client',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'DHCP client requests (:bootpc)'},
  extrapolated: ({socket}) => socket.local.port === 546,
  when: [protocolIs('udp'), dhcpClientPort],
  expects: {
    programs: [
      ...['dhclient', 'dhcpcd', 'dhcpcd5', 'NetworkManager', 'nm-dhcp-helper', 'systemd-networkd', 'udhcpc', 'udhcpc6'],
      ...['connmand', 'iwd', 'wickedd-dhcp4', 'wickedd-dhcp6', 'pump', 'dhcping', 'ipconfig'],
      ...['avahi-autoipd', 'avahi-daemon', 'dhcp6c', 'wide-dhcpv6-client', 'dibbler-client', 'odhcp6c', 'dhcpcanon'],
      // macOS, OpenBSD, and the host of services of Windows.
      'configd',
      'dhcpleased',
      'dhcp6leased',
      'svchost',
    ],
    called: 'a DHCP client',
    calledMany: 'DHCP clients',
    leads: 'suspect',
  },
  softenedBy: null,
  why: 'asks for an address',
  reason:
    'It may be safe, because it asks the network for an address. The document credits Avahi with this port; today a ' +
    'DHCP client holds it.',
  caveat: 'Whoever answers first decides where your traffic goes: that is the local network, not this program.',
};
