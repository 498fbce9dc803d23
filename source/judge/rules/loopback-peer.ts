import {onLoopback, peerOnLoopback} from './conditions.ts';
import {documents} from './documents.ts';
import {always, type Rule} from './rule.ts';

export const loopbackPeer: Rule = {
  id: 'loopback-peer',
  title: 'Within this machine',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Loopback connections'},
  extrapolated: always,
  when: [onLoopback, peerOnLoopback],
  expects: null,
  softenedBy: null,
  why: 'within this machine',
  reason: 'It may be safe, because both ends are on the loopback interface: no remote system takes part.',
  caveat: 'A hostile user or program on this machine can still be one of the ends.',
};
