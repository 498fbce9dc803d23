import {noPeer, ownedBy, protocolIs, unregistered} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const avahiPort: Rule = {
  id: 'avahi-port',
  title: 'Avahi, on a port of its own',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'The open port 38142'},
  extrapolated: never,
  when: [protocolIs('udp'), noPeer, unregistered, ownedBy('avahi-daemon')],
  expects: {programs: ['avahi-daemon'], called: 'Avahi', calledMany: 'Avahi daemons', leads: 'suspect'},
  softenedBy: null,
  why: 'Avahi, by its owner',
  reason:
    'It may be safe, because the Avahi daemon holds it: service discovery uses a port of no fixed number besides ' +
    '5353. It is known by its owner, never by the port.',
  caveat: 'It announces this machine to the local network: a server seldom needs it.',
  inNetns: {caveat: 'It announces its network namespace to the networks of the namespace: a server seldom needs it.'},
};
