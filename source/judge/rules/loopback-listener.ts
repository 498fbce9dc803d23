import {noPeer, onLoopback} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const loopbackListener: Rule = {
  id: 'loopback-listener',
  title: 'Only for this machine',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Loopback connections'},
  extrapolated: never,
  when: [onLoopback, noPeer],
  expects: null,
  softenedBy: null,
  why: 'this machine only',
  reason: 'It may be safe, because it waits on the loopback interface, over which this machine talks to itself.',
  caveat: 'A hostile user or program on this machine can still reach it.',
  inNetns: {
    title: 'Only for its network namespace',
    why: 'its namespace only',
    reason:
      'It may be safe, because it waits on the loopback interface of its network namespace, over which the namespace ' +
      'talks to itself.',
    caveat: 'A hostile user or program inside the namespace can still reach it.',
  },
};
