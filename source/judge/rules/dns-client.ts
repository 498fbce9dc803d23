import {outbound, peerPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {otherProtocols} from './other-protocols.ts';
import {never, type Rule} from './rule.ts';

export const dnsClient: Rule = {
  id: 'dns-client',
  title: 'Name look-up',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'DNS requests (:domain)'},
  extrapolated: never,
  when: [protocolIs('udp', 'tcp'), outbound, peerPort([53, 53])],
  expects: null,
  notBy: {programs: otherProtocols, called: 'a resolver'},
  softenedBy: null,
  why: 'name look-up',
  reason: 'It may be safe, because looking names up in the DNS is among the usual connections of a machine.',
  caveat: 'Data can be smuggled out in look-ups: the peer should be a name server you know.',
};
