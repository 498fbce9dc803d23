import {localPort, protocolIs, stateIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

/** Programs of SSH servers, the last four in Alpine's packages of OpenSSH. */
export const sshDaemons: readonly string[] = [
  ...['sshd', 'sshd-session', 'sshd-auth', 'dropbear', 'tinysshd'],
  ...['sshd.pam', 'sshd.krb5', 'sshd-session.pam', 'sshd-auth.pam'],
];

/** They hold the port until somebody calls. */
export const managers: readonly string[] = ['init', 'systemd', 'launchd'];

export const sshServers: readonly string[] = [...sshDaemons, ...managers];

export const sshServer: Rule = {
  id: 'ssh-server',
  title: 'SSH server',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Some remote access protocols'},
  extrapolated: never,
  when: [protocolIs('tcp'), stateIs('LISTEN'), localPort(22)],
  expects: {
    programs: sshServers,
    called: 'an SSH server',
    calledMany: 'SSH servers',
    leads: 'suspect',
  },
  softenedBy: null,
  why: 'login needed first',
  reason:
    'It may be safe, because SSH lets a remote user do nothing of interest before logging in. This takes it for ' +
    'granted that running an SSH server here is authorised.',
  caveat: 'A weak password or a stolen key still opens it: prefer keys, and turn off password logins.',
};
