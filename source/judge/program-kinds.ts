import type {Code, ProcessEvidence} from '../domain/evidence.ts';
import {interpreterOf, isShell} from '../domain/interpreters.ts';
import type {Known} from '../domain/known.ts';
import {baseName, type Program, programOf} from '../domain/program.ts';
import type {Process} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';

/** What a process runs in effect, and what kind of program that is. */

/** netcat and its kind: programs that pass bytes between a socket and whatever they are told to. */
const relays = new Set([
  ...[
    'nc',
    'nc.openbsd',
    'nc.traditional',
    'ncat',
    'netcat',
    'socat',
    'cryptcat',
    'pwncat',
    'telnet',
    'websocat',
    'chisel',
  ],
  ...['openssl', 'curl', 'wget', 'ucspi-tcp', 'tcpclient', 'socket', 'busybox:nc', 'gs-netcat', 'ptelnet'],
]);

/** Programs that publish a port for a container. */
const publishers = new Set(['docker-proxy', 'rootlessport', 'conmon', 'pasta', 'passt', 'slirp4netns', 'netavark']);

/** Programs that ask any name server, because asking is their job. */
const resolvers = new Set([
  ...['systemd-resolved', 'dnsmasq', 'unbound', 'named', 'pdns_recursor', 'kresd', 'knot-resolver', 'stubby', 'nscd'],
  ...[
    'dnscrypt-proxy',
    'coredns',
    'bind',
    'connmand',
    'avahi-daemon',
    'dig',
    'host',
    'nslookup',
    'kdig',
    'drill',
    'delv',
  ],
  ...[
    'AdGuardHome',
    'pihole-FTL',
    'technitium',
    'maradns',
    'deadwood',
    'smartdns',
    'cloudflared',
    'nsupdate',
    'resolvectl',
  ],
]);

/**
 * Programs that start a service for each connection, whose socket is its standard input (inetd(8), systemd.socket(5)).
 */
const superservers = new Set([
  'inetd',
  'openbsd-inetd',
  'xinetd',
  'tcpserver',
  'tcpsvd',
  'ipsvd',
  'rlinetd',
  'tcpd',
  's6-tcpserver',
  'socklinger',
]);

/**
 * The program that a process runs: of the dynamic loader the program it loads, of busybox the applet; else its
 * executable.
 */
export function effectiveProgram(process: Process, {code}: ProcessEvidence): Program | null {
  const program = programOf(process);
  if (!program || !code.known) return program;
  const name = effectiveName(program.name, code.value);
  return name === program.name
    ? program
    : {name: trusted(name), proven: program.proven, is: expected => expected === name};
}

function effectiveName(name: string, code: Code): string {
  if (code.kind === 'applet') return code.name;
  return code.kind === 'file' && interpreterOf(name) === null ? baseName(code.path) : name;
}

/** Base name of the script that an interpreter runs, where a package has it: limnoria, munin-node. */
export const packagedScript = (code: Known<Code>): string | null =>
  code.known && code.value.kind === 'file' && code.value.package.known && code.value.package.value !== null
    ? baseName(code.value.path)
    : null;

export const isShellProgram = ({name}: Program): boolean => isShell(name);

export const isInterpreter = ({name}: Program): boolean => interpreterOf(name) !== null;

export const isRelayProgram = ({name}: Program): boolean => relays.has(name);

/** Programs that have no protocol of their own. curl and openssl have one, and are relays only by their pipes. */
const byteRelays = new Set([
  'nc',
  'nc.openbsd',
  'nc.traditional',
  'ncat',
  'netcat',
  'socat',
  'cryptcat',
  'pwncat',
  'telnet',
  'websocat',
  'chisel',
  'gs-netcat',
  'tcpclient',
  'rinetd',
  'redir',
]);

export const isByteRelay = ({name}: Program): boolean => byteRelays.has(name);

export const isPublisher = ({name}: Program): boolean => publishers.has(name);

export const isResolver = ({name}: Program): boolean => resolvers.has(name);

export const isSuperserver = (path: string): boolean => superservers.has(baseName(path));

/** systemd as a manager: PID 1, or the manager of a user (systemd(1)). Another program of that name is not it. */
export const isManager = ({pid, command}: Process): boolean => pid === 1 || /(?:^|\s)--user(?:\s|$)/.test(command);

/** Uids below this one are of the system, as is nobody (login.defs(5): UID_MIN; systemd's uid ranges). */
const firstPerson = 1000;
const nobody = 65_534;

/** Whether an account belongs to a service, not to root and not to a person. */
export const isServiceAccount = (uid: number | null): boolean =>
  uid !== null && ((uid > 0 && uid < firstPerson) || uid === nobody);

/** Whether a file is one that the system's package manager put there, as far as that is known. */
export const isPackaged = (found: Known<{readonly name: string} | null>): boolean | null =>
  found.known ? found.value !== null : null;
