import {protocolIs} from './conditions.ts';
import {findings} from './documents.ts';
import {rawUsers} from './raw-users.ts';
import {never, type Rule} from './rule.ts';

export const packetSocket: Rule = {
  id: 'packet-socket',
  title: 'Packet socket',
  verdict: 'learn',
  source: {document: findings, passage: 'Raw and packet sockets'},
  extrapolated: never,
  when: [protocolIs('packet')],
  expects: null,
  softenedBy: null,
  knownUsers: rawUsers,
  why: 'reads the wire',
  reason:
    'It sees frames as they come from the network interface, before the firewall and past every port, as a sniffer ' +
    'does. Only programs for the network itself need that: learn which one this is.',
  caveat: '',
};
