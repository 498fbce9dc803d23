import {protocolIs} from './conditions.ts';
import {findings} from './documents.ts';
import {rawUsers} from './raw-users.ts';
import {never, type Rule} from './rule.ts';

export const pingSocket: Rule = {
  id: 'ping-socket',
  title: 'Ping socket',
  verdict: 'learn',
  source: {document: findings, passage: 'Ping sockets'},
  extrapolated: never,
  when: [protocolIs('icmp')],
  expects: null,
  softenedBy: null,
  knownUsers: rawUsers,
  why: 'pings, gets answers',
  reason:
    'It sends ICMP echo requests, and the kernel gives it nothing but the answers to them: nobody can reach this ' +
    'machine by it. A program may still carry data out in them, so learn which one this is.',
  caveat: '',
};
