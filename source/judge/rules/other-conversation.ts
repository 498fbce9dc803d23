import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const otherConversation: Rule = {
  id: 'other-conversation',
  title: 'Another conversation',
  verdict: 'learn',
  source: {document: documents.ports, passage: 'Other TCP connections and UDP conversations'},
  extrapolated: never,
  when: [],
  expects: null,
  softenedBy: null,
  why: 'learn what it is',
  reason: 'Neither document vouches for it, so it is worth learning which protocol and which program this is.',
  caveat: '',
};
