import {outbound, peerPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const ircConnection: Rule = {
  id: 'irc-connection',
  title: 'IRC connection',
  verdict: 'suspect',
  source: {document: documents.simple, passage: 'Zombies for botnets'},
  extrapolated: never,
  when: [protocolIs('tcp'), outbound, peerPort([194, 194], [994, 994], [6660, 6669], [6697, 6697], [7000, 7000])],
  expects: null,
  softenedBy: ['irssi', 'weechat', 'hexchat', 'quassel', 'konversation', 'znc', 'kvirc'],
  why: 'IRC: botnet orders?',
  reason:
    'Hijacked machines usually take their orders from a central server over IRC, and this connection leads to an IRC port.',
  caveat: 'If you use IRC, or know the service behind this port, it may be harmless: find out which program holds it.',
};
