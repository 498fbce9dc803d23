import {outbound, peerPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {otherProtocols} from './other-protocols.ts';
import {never, type Rule} from './rule.ts';

export const webClient: Rule = {
  id: 'web-client',
  title: 'Web client',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'Connections to web servers (:www)'},
  extrapolated: never,
  when: [protocolIs('tcp'), outbound, peerPort([80, 80])],
  expects: null,
  notBy: {programs: otherProtocols, called: 'a web client'},
  softenedBy: null,
  why: 'browsing, downloads',
  reason: 'It may be safe, because browsing and downloads are among the usual connections of a machine.',
  caveat: 'Malware fetches its orders over the web too, and HTTP can be read and changed on the way.',
};
