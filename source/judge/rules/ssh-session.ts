import {localPort, protocolIs, servedBy, stateIsNot} from './conditions.ts';
import {documents} from './documents.ts';
import {always, type Rule} from './rule.ts';
import {managers, otherSshServers, sshDaemons, sshServers} from './ssh-server.ts';

export const sshSession: Rule = {
  id: 'ssh-session',
  title: 'SSH session',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Some remote access protocols'},
  extrapolated: always,
  when: [protocolIs('tcp'), stateIsNot('LISTEN'), localPort(22), servedBy('an SSH server', sshDaemons, managers)],
  expects: {
    programs: sshServers,
    alsoKnown: otherSshServers,
    called: 'an SSH server',
    calledMany: 'SSH servers',
    leads: 'suspect',
  },
  softenedBy: null,
  why: 'by the SSH server',
  reason: 'It may be safe, because the SSH server on port 22 of this host serves it, and that asks for a login first.',
  caveat: 'It may well be a session you do not know: check who is logged in with `who`.',
  inNetns: {
    reason:
      'It may be safe, because the SSH server on port 22 of its network namespace serves it, and that asks for a ' +
      'login first.',
  },
};
