import {outbound, peerPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {otherProtocols} from './other-protocols.ts';
import {always, type Rule} from './rule.ts';

export const httpsClient: Rule = {
  id: 'https-client',
  title: 'Web client over TLS or QUIC',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'Connections to web servers (:www)'},
  extrapolated: always,
  when: [protocolIs('tcp', 'udp'), outbound, peerPort([443, 443])],
  expects: null,
  notBy: {programs: otherProtocols, called: 'a web client'},
  softenedBy: null,
  why: 'browsing, downloads',
  reason:
    'It may be safe, because browsing and downloads are among the usual connections of a machine; this one is the ' +
    'same over TLS or QUIC.',
  caveat: 'Malware fetches its orders over the web too: look at the program and the peer if you do not expect it.',
};
