import {noProcess, unregistered} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const unidentified: Rule = {
  id: 'unidentified',
  title: 'Nobody can say what it is',
  verdict: 'suspect',
  source: {document: documents.simple, passage: 'Anything else you are not sure of'},
  extrapolated: never,
  when: [unregistered, noProcess],
  expects: null,
  softenedBy: null,
  why: 'nobody can name it',
  reason:
    'Its port is in no registry, and no process holds it although each that might was read: nobody can say what it is.',
  caveat: 'A part of the kernel that this program does not know may hold it.',
};
