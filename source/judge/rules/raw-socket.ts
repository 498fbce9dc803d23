import {protocolIs} from './conditions.ts';
import {findings} from './documents.ts';
import {rawUsers} from './raw-users.ts';
import {never, type Rule} from './rule.ts';

const pingsAddress = 'checks that an address is free';

export const rawSocket: Rule = {
  id: 'raw-socket',
  title: 'Raw socket',
  verdict: 'learn',
  source: {document: findings, passage: 'Raw and packet sockets'},
  extrapolated: never,
  when: [protocolIs('raw')],
  expects: null,
  softenedBy: null,
  // A DHCP server pings an address before it gives it out.
  knownUsers: {...rawUsers, ...Object.fromEntries(['dhcpd', 'kea-dhcp4', 'udhcpd'].map(name => [name, pingsAddress]))},
  why: 'reads raw packets',
  reason:
    'It sends and receives whole IP packets of one protocol, past every port: a way to be reached that no list of ' +
    'ports shows. Only programs for the network itself need that: learn which one this is.',
  caveat: '',
};
