import {cameIn} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const inboundConnection: Rule = {
  id: 'inbound-connection',
  title: 'Inbound connection',
  verdict: 'learn',
  asItsListener: true,
  source: {document: documents.simple, passage: 'Sites are connecting to it'},
  extrapolated: never,
  when: [cameIn],
  expects: null,
  softenedBy: null,
  why: 'its listener decides',
  reason:
    'It came in to a listener of this host, and has the verdict of that listener unless one of its own checks fails.',
  caveat: '',
};
