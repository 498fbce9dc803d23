import {localPort, noPeer, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const serviceDiscovery: Rule = {
  id: 'service-discovery',
  title: 'Service discovery',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'Local multicast DNS (:mdns) and Avahi'},
  extrapolated: never,
  when: [protocolIs('udp'), localPort(5353), noPeer],
  expects: {
    // The last is the host of services of Windows.
    programs: ['avahi-daemon', 'systemd-resolved', 'mDNSResponder', 'mdnsd', 'svchost'],
    called: 'a service discovery daemon',
    calledMany: 'service discovery daemons',
    leads: 'learn',
  },
  softenedBy: null,
  why: 'service discovery',
  reason:
    'It may be safe, because multicast DNS is how a desktop takes part in service discovery: finding people to chat ' +
    'with, printers and shared files on the local network.',
  caveat: 'It announces this machine to the local network: a server seldom needs it.',
  inNetns: {caveat: 'It announces its network namespace to the networks of the namespace: a server seldom needs it.'},
};
