import {offLoopback, waiting} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const openListener: Rule = {
  id: 'open-listener',
  title: 'Open listener',
  verdict: 'learn',
  source: {document: documents.simple, passage: 'Listening for Internet requests'},
  extrapolated: never,
  when: [waiting, offLoopback],
  expects: null,
  softenedBy: null,
  knownUsers: {
    sshd: 'SSH, or a port it forwards',
    'sshd-session': 'a port forwarded over SSH',
    ssh: 'a port forwarded over SSH',
    socat: 'socat waits for a call',
  },
  why: 'not loopback alone',
  dynamicWhy: 'client, or RPC?',
  reason:
    'Neither document vouches for it. A program may be listening to the network without your meaning it to, and ' +
    'services that start by default are the classic hole: learn what it is, and turn it off if you do not need it.',
  caveat: '',
};
