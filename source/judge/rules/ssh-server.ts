import {localPort, protocolIs, stateIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

/** Programs of SSH servers, the last two lines in Alpine's packages of OpenSSH. */
export const sshDaemons: readonly string[] = [
  ...['sshd', 'sshd-session', 'sshd-auth', 'dropbear', 'dropbearmulti', 'tinysshd', 'lshd'],
  ...['sshd.pam', 'sshd-session.pam', 'sshd-auth.pam'],
  ...['sshd.krb5', 'sshd-session.krb5', 'sshd-auth.krb5'],
];

/** They hold the port until somebody calls. */
export const managers: readonly string[] = ['init', 'systemd', 'launchd'];

export const sshServers: readonly string[] = [...sshDaemons, ...managers];

/**
 * Forges, file servers, gateways, traps and multiplexers that speak SSH, or pass it on, on a port that is theirs to
 * serve.
 */
export const otherSshServers: readonly string[] = [
  ...['gitea', 'forgejo', 'gogs', 'gitlab-sshd', 'gitlab-shell', 'soft', 'soft-serve', 'rhodecode', 'gerrit'],
  ...['proftpd', 'sftpgo', 'wolfsshd', 'gsisshd', 'sshd-x509', 'teleport', 'tailscaled', 'boundary', 'warpgate'],
  ...['sshpiperd', 'sshportal', 'bastillion', 'endlessh', 'endlessh-go', 'cowrie', 'inetd', 'xinetd'],
  ...['sslh', 'sslh-fork', 'sslh-select', 'sslh-ev', 'haproxy', 'nginx', 'traefik', 'envoy', 'caddy', 'frps'],
];

export const sshServer: Rule = {
  id: 'ssh-server',
  title: 'SSH server',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Some remote access protocols'},
  extrapolated: never,
  when: [protocolIs('tcp'), stateIs('LISTEN'), localPort(22)],
  expects: {
    programs: sshServers,
    alsoKnown: otherSshServers,
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
