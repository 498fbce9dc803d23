import {hasPeer, onLoopback} from './conditions.ts';
import {documents} from './documents.ts';
import {always, type Rule} from './rule.ts';

export const loopbackPeer: Rule = {
  id: 'loopback-peer',
  title: 'Within this machine',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Loopback connections'},
  extrapolated: always,
  when: [onLoopback, hasPeer],
  expects: null,
  softenedBy: null,
  why: 'within this machine',
  reason: 'It may be safe, because both ends are on the loopback interface, over which this machine talks to itself.',
  caveat: 'A hostile user or program on this machine can still be one of the ends.',
  inNetns: {
    title: 'Within its network namespace',
    why: 'within its namespace',
    reason:
      'It may be safe, because both ends are on the loopback interface of its network namespace, over which the ' +
      'namespace talks to itself.',
    caveat: 'A hostile user or program inside the namespace can still be one of the ends.',
  },
};
