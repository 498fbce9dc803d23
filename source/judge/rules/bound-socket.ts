import {boundOnly, offLoopback} from './conditions.ts';
import {findings} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const boundSocket: Rule = {
  id: 'bound-socket',
  title: 'Bound, not listening',
  verdict: 'learn',
  source: {document: findings, passage: 'Bound TCP sockets'},
  extrapolated: never,
  when: [boundOnly, offLoopback],
  expects: null,
  softenedBy: null,
  why: 'bound, not listening',
  reason:
    'Its program has bound it to this port, and neither listens nor connects: no connection can reach it now. It may ' +
    'listen at any moment, so learn which program keeps the port, and for which use.',
  caveat: '',
};
